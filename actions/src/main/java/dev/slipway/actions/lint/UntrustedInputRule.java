package dev.slipway.actions.lint;

import dev.slipway.actions.expression.Expression;
import dev.slipway.actions.expression.Function;
import dev.slipway.actions.expression.Node;
import dev.slipway.actions.expression.Template;
import dev.slipway.actions.expression.Value;
import dev.slipway.actions.workflow.Block;
import dev.slipway.actions.workflow.Job;
import dev.slipway.actions.workflow.Step;
import dev.slipway.actions.workflow.StepJob;
import dev.slipway.kernel.Position;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Texts that strangers choose and that a script runs: after GitHub's "Understanding the risk of script injections" and
 * actionlint's expr_insecure.go (MIT).
 */
final class UntrustedInputRule implements Rule {

    /** An index that is not written out finds items of arrays, but is no name. */
    private static final String SOME_ITEM = "[]";

    private static final List<List<String>> UNTRUSTED = Stream.of(
                    "head_ref",
                    "event.issue.title",
                    "event.issue.body",
                    "event.pull_request.title",
                    "event.pull_request.body",
                    "event.pull_request.head.ref",
                    "event.pull_request.head.label",
                    "event.pull_request.head.repo.default_branch",
                    "event.comment.body",
                    "event.review.body",
                    "event.review_comment.body",
                    "event.pages.*.page_name",
                    "event.commits.*.message",
                    "event.commits.*.author.email",
                    "event.commits.*.author.name",
                    "event.head_commit.message",
                    "event.head_commit.author.email",
                    "event.head_commit.author.name",
                    "event.discussion.title",
                    "event.discussion.body")
            .map(path -> List.of(("github." + path).split("\\.")))
            .toList();

    /** Their result says nothing of the text itself. */
    private static final Set<Function> SAFE =
            Set.of(Function.CONTAINS, Function.STARTS_WITH, Function.ENDS_WITH, Function.HASH_FILES);

    @Override
    public void check(Subject subject, Report report) {
        for (Job job : subject.workflow().jobs()) {
            if (job instanceof StepJob steps) {
                steps.steps().forEach(step -> step(step, subject, report));
            }
        }
    }

    private static void step(Step step, Subject subject, Report report) {
        switch (step.work()) {
            case Step.Work.Run run -> script(run.script(), subject, report);
            case Step.Work.Uses uses
            when uses.action().name().equals("actions/github-script") ->
                Block.of(uses.with()).template("script").ifPresent(script -> script(script, subject, report));
            case Step.Work.Parallel parallel -> parallel.steps().forEach(inner -> step(inner, subject, report));
            case Step.Work.Uses _, Step.Work.Wait _, Step.Work.WaitAll _, Step.Work.Cancel _ -> {}
        }
    }

    private static void script(Template script, Subject subject, Report report) {
        for (Expression expression : script.expressions()) {
            Position position = subject.source().find(expression.toString(), script.position());
            for (String name : names(expression.root())) {
                report.warn(
                        "untrusted-input",
                        position,
                        "'" + name + "' can be chosen by strangers and runs here as part of a script",
                        "pass it through 'env' and use the variable in the script");
            }
        }
    }

    private static Set<String> names(Node root) {
        Set<String> names = new TreeSet<>();
        collect(root, names);
        return names;
    }

    private static void collect(Node node, Set<String> names) {
        if (node instanceof Node.Call call && SAFE.contains(call.function())) {
            return;
        }
        path(node)
                .filter(UntrustedInputRule::untrusted)
                .map(path -> String.join(".", path))
                .ifPresent(names::add);
        node.children().forEach(child -> collect(child, names));
    }

    /** A {@code *} on either side stands for any name. */
    private static boolean untrusted(List<String> path) {
        return UNTRUSTED.stream()
                .anyMatch(known -> known.size() == path.size()
                        && IntStream.range(0, path.size())
                                .allMatch(i -> known.get(i).equals(path.get(i))
                                        || known.get(i).equals("*")
                                        || path.get(i).equals("*")));
    }

    /** Names from the context on. */
    private static Optional<List<String>> path(Node node) {
        return switch (node) {
            case Node.ContextName(String name) -> Optional.of(List.of(name));
            case Node.Index(Node target, Node.Literal(Value.Text(String key))) ->
                path(target).map(start -> more(start, key.toLowerCase(Locale.ROOT)));
            case Node.Index(Node target, Node _) -> path(target).map(start -> more(start, SOME_ITEM));
            case Node.Wildcard(Node target) -> path(target).map(start -> more(start, "*"));
            case Node.Literal _, Node.Not _, Node.And _, Node.Or _, Node.Compare _, Node.Call _ -> Optional.empty();
        };
    }

    private static List<String> more(List<String> path, String name) {
        return Stream.concat(path.stream(), Stream.of(name)).toList();
    }
}
