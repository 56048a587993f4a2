package dev.slipway.actions.workflow;

import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Position;
import dev.slipway.kernel.Problem;
import dev.slipway.kernel.Suggestion;
import dev.slipway.kernel.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads {@code on}. */
final class TriggerReader {

    private static final List<String> SUPPORTED = List.of("push", "pull_request", "workflow_dispatch", "schedule");

    /** The events of GitHub that this release does not know how to raise. */
    private static final Set<String> UNSUPPORTED =
            Set.of(("branch_protection_rule check_run check_suite create delete deployment deployment_status discussion"
                            + " discussion_comment fork gollum image_version issue_comment issues label member merge_group"
                            + " milestone page_build project project_card project_column public pull_request_comment"
                            + " pull_request_review pull_request_review_comment pull_request_target registry_package"
                            + " release repository_dispatch status watch workflow_call workflow_run")
                    .split(" "));

    private static final int MOST_INPUTS = 25;

    private final Notes notes;
    private final List<Trigger> triggers = new ArrayList<>();

    TriggerReader(Notes notes) {
        this.notes = notes;
    }

    List<Trigger> read(YamlNode on) {
        switch (on) {
            case YamlNode.Scalar scalar -> trigger(scalar, Optional.empty());
            case YamlNode.Sequence sequence -> sequence.items().forEach(this::item);
            case YamlNode.Mapping mapping ->
                mapping.entries().forEach(entry -> trigger(entry.key(), Optional.of(entry.value())));
        }
        if (triggers.isEmpty() && !Finding.anyError(notes.findings())) {
            notes.wrong("no-trigger", on.position(), "'on' names no event", "start with 'on: push'");
        }
        return triggers;
    }

    private void item(YamlNode item) {
        if (item instanceof YamlNode.Scalar scalar) {
            trigger(scalar, Optional.empty());
        } else {
            notes.expected("the name of an event", item);
        }
    }

    private void trigger(YamlNode.Scalar name, Optional<YamlNode> configuration) {
        Optional<YamlNode> filled = configuration.filter(
                node -> !(node instanceof YamlNode.Scalar scalar) || scalar.kind() != YamlNode.Scalar.Kind.NULL);
        YamlNode node = filled.orElse(new YamlNode.Mapping(name.position(), List.of()));
        switch (name.text()) {
            case "push" -> triggers.add(push(name.position(), Block.of(node, Section.PUSH, notes)));
            case "pull_request" ->
                triggers.add(pullRequest(name.position(), Block.of(node, Section.PULL_REQUEST, notes)));
            case "workflow_dispatch" ->
                triggers.add(dispatch(name.position(), Block.of(node, Section.WORKFLOW_DISPATCH, notes)));
            case "schedule" -> triggers.add(schedule(name.position(), node));
            default -> unknown(name);
        }
    }

    private void unknown(YamlNode.Scalar name) {
        if (UNSUPPORTED.contains(name.text())) {
            notes.unsupported(
                    "event",
                    name.position(),
                    "the event '" + name.text() + "' is not supported yet",
                    "supported are: " + String.join(", ", SUPPORTED));
        } else {
            notes.wrong(
                    "unknown-event",
                    name.position(),
                    "'" + name.text() + "' is no event",
                    Suggestion.hint(name.text(), SUPPORTED));
        }
    }

    private Trigger push(Position position, Block block) {
        return new Trigger.Push(position, filter(block, "branches"), filter(block, "tags"), filter(block, "paths"));
    }

    private Trigger pullRequest(Position position, Block block) {
        List<String> types = block.strings("types");
        return new Trigger.PullRequest(
                position,
                filter(block, "branches"),
                filter(block, "paths"),
                types.isEmpty() ? Trigger.PullRequest.DEFAULT_TYPES : types);
    }

    private Trigger.Filter filter(Block block, String key) {
        String ignore = key + "-ignore";
        if (block.has(key) && block.has(ignore)) {
            notes.wrong(
                    "both-filters",
                    block.position(),
                    "'" + key + "' and '" + ignore + "' cannot be used together",
                    "use '" + key + "' with patterns that start with '!'");
        }
        Trigger.Filter filter = new Trigger.Filter(block.strings(key), block.strings(ignore));
        if (!filter.only().isEmpty() && filter.only().stream().allMatch(pattern -> pattern.startsWith("!"))) {
            notes.wrong(
                    "only-negative-filter",
                    block.position(),
                    "'" + key + "' has only patterns that start with '!', so nothing can match",
                    "put '**' first");
        }
        for (YamlNode.Scalar pattern : patterns(block, key, ignore)) {
            FilterPattern.complaint(pattern.text())
                    .ifPresent(why -> notes.wrong("bad-pattern", pattern.position(), why, null));
        }
        return filter;
    }

    private static List<YamlNode.Scalar> patterns(Block block, String key, String ignore) {
        List<YamlNode.Scalar> patterns = new ArrayList<>();
        for (String name : List.of(key, ignore)) {
            block.get(name).ifPresent(node -> {
                List<YamlNode> items = node instanceof YamlNode.Sequence sequence ? sequence.items() : List.of(node);
                items.stream()
                        .filter(YamlNode.Scalar.class::isInstance)
                        .map(YamlNode.Scalar.class::cast)
                        .forEach(patterns::add);
            });
        }
        return patterns;
    }

    private Trigger dispatch(Position position, Block block) {
        List<Trigger.Input> inputs = block.entries("inputs").stream()
                .map(entry -> input(entry.key().text(), entry.value()))
                .toList();
        if (inputs.size() > MOST_INPUTS) {
            notes.wrong("too-many-inputs", position, "there may be " + MOST_INPUTS + " inputs", "merge some of them");
        }
        return new Trigger.WorkflowDispatch(position, inputs);
    }

    private Trigger.Input input(String name, YamlNode node) {
        boolean nothing = node instanceof YamlNode.Scalar scalar && scalar.kind() == YamlNode.Scalar.Kind.NULL;
        YamlNode filled = nothing ? new YamlNode.Mapping(node.position(), List.of()) : node;
        Block block = Block.of(filled, Section.INPUT, notes);
        Trigger.Input.Type type = type(block);
        Trigger.Input input = new Trigger.Input(
                name,
                type,
                block.text("description").orElse(""),
                block.flag("required"),
                block.text("default"),
                block.strings("options"));
        check(input, block.position());
        return input;
    }

    private Trigger.Input.Type type(Block block) {
        String word = block.text("type").orElse("string");
        for (Trigger.Input.Type type : Trigger.Input.Type.values()) {
            if (type.name().toLowerCase(Locale.ROOT).equals(word)) {
                return type;
            }
        }
        notes.wrong(
                "bad-input-type",
                block.get("type").map(YamlNode::position).orElse(block.position()),
                "'" + word + "' is no type of an input",
                Suggestion.hint(word, List.of("string", "boolean", "number", "choice", "environment")));
        return Trigger.Input.Type.STRING;
    }

    private void check(Trigger.Input input, Position position) {
        boolean choice = input.type() == Trigger.Input.Type.CHOICE;
        if (choice && input.options().isEmpty()) {
            notes.wrong("no-options", position, "the choice '" + input.name() + "' has no options", "add 'options:'");
        } else if (!choice && !input.options().isEmpty()) {
            notes.wrong("bad-options", position, "only a choice has options", "add 'type: choice'");
        }
        input.defaultText().ifPresent(text -> {
            if (!InputValues.fits(input, text)) {
                notes.wrong("bad-default", position, "the default '" + text + "' does not fit the input's type", null);
            }
        });
    }

    private Trigger schedule(Position position, YamlNode node) {
        List<Cron> crons = new ArrayList<>();
        if (!(node instanceof YamlNode.Sequence sequence)) {
            notes.wrong(
                    "no-cron", position, "'schedule' needs a sequence of cron lines", "write '- cron: \"0 5 * * *\"'");
            return new Trigger.Schedule(position, crons);
        }
        for (YamlNode item : sequence.items()) {
            Block block = Block.of(item, Section.CRON, notes);
            block.text("cron")
                    .ifPresentOrElse(
                            line -> cron(line, block.get("cron").orElse(item).position(), crons),
                            () -> notes.wrong("no-cron", item.position(), "'cron' is missing", null));
        }
        return new Trigger.Schedule(position, List.copyOf(crons));
    }

    private void cron(String line, Position position, List<Cron> crons) {
        try {
            crons.add(Cron.parse(line));
        } catch (Problem problem) {
            notes.wrong(problem.code(), position, problem.message(), problem.hint());
        }
    }
}
