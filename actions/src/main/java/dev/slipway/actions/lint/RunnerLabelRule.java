package dev.slipway.actions.lint;

import dev.slipway.actions.expression.Template;
import dev.slipway.actions.expression.Tree;
import dev.slipway.actions.workflow.Block;
import dev.slipway.actions.workflow.Job;
import dev.slipway.actions.workflow.StepJob;
import dev.slipway.actions.workflow.Strategy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Labels of hosts that do not exist, or that no single host can have together. */
final class RunnerLabelRule implements Rule {

    /** Families of GitHub's own labels. A host is of one system only. */
    private static final Map<String, Pattern> SYSTEMS = Map.of(
            "linux",
                    Pattern.compile(
                            "linux|ubuntu-(slim|latest|(latest|\\d+\\.\\d+)-\\d+-cores.*|(22|24|26)\\.04(-arm)?)"),
            "windows",
                    Pattern.compile(
                            "windows|windows-(latest|(latest|\\d+)-\\d+-cores.*|2022|2025(-vs2026)?|11(-vs2026)?-arm)"),
            "macos", Pattern.compile("macos|macos-(latest|14|15|26)(-(large|xlarge))?|macos-(15|26)-intel"));

    private static final Pattern RESERVED = Pattern.compile("(ubuntu|windows|macos)-.*");

    @Override
    public void check(Subject subject, Report report) {
        for (Job job : subject.workflow().jobs()) {
            if (job instanceof StepJob steps) {
                job(steps, report);
            }
        }
    }

    private static void job(StepJob job, Report report) {
        List<Template> labels = labels(job.runsOn());
        Map<String, Template> first = new LinkedHashMap<>();
        for (Template label : labels) {
            List<Template> values = values(label, job);
            values.forEach(value -> unknown(value, report));
            values.forEach(value -> system(value).ifPresent(system -> conflict(system, value, label, first, report)));
            if (label.isConstant()) {
                system(label).ifPresent(system -> first.putIfAbsent(system, label));
            }
        }
        matrixBefore(labels, first, job, report);
    }

    /** A value of the matrix is wrong also when the label that it conflicts with stands behind it. */
    private static void matrixBefore(List<Template> labels, Map<String, Template> first, StepJob job, Report report) {
        labels.stream()
                .filter(label -> !label.isConstant())
                .forEach(label -> values(label, job)
                        .forEach(value ->
                                system(value).ifPresent(system -> conflict(system, value, label, first, report))));
    }

    private static void conflict(
            String system, Template value, Template label, Map<String, Template> first, Report report) {
        first.entrySet().stream()
                .filter(other ->
                        !other.getKey().equals(system) && !other.getValue().equals(label))
                .findFirst()
                .ifPresent(other -> report.warn(
                        "label-conflict",
                        value.position(),
                        "no host has both '" + value.source() + "' and '"
                                + other.getValue().source() + "'",
                        "use a matrix to run on each of them"));
    }

    private static void unknown(Template label, Report report) {
        String name = label.source().toLowerCase(Locale.ROOT);
        if (RESERVED.matcher(name).matches() && system(label).isEmpty()) {
            report.warn(
                    "unknown-label",
                    label.position(),
                    "no host is known by the label '" + label.source() + "'",
                    "use ubuntu-latest, or a label of your own that starts otherwise");
        }
    }

    private static Optional<String> system(Template label) {
        String name = label.source().toLowerCase(Locale.ROOT);
        return SYSTEMS.entrySet().stream()
                .filter(entry -> entry.getValue().matcher(name).matches())
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static List<Template> labels(Tree tree) {
        return switch (tree) {
            case Tree.Leaf leaf -> List.of(leaf.template());
            case Tree.Items items -> items.templates().toList();
            case Tree.Fields fields -> Block.of(fields).templates("labels");
        };
    }

    /** A label itself, or what a matrix gives for {@code matrix.name}. */
    private static List<Template> values(Template label, StepJob job) {
        if (label.isConstant()) {
            return List.of(label);
        }
        Optional<String> vector = label.lone()
                .map(Object::toString)
                .filter(text -> text.matches("matrix\\.[\\w-]+"))
                .map(text -> text.substring("matrix.".length()));
        Optional<Tree> matrix = job.strategy().flatMap(Strategy::matrix);
        if (vector.isEmpty() || matrix.isEmpty()) {
            return List.of();
        }
        Block block = Block.of(matrix.get());
        Stream<Template> included =
                block.items("include").stream().flatMap(item -> Block.of(item).template(vector.get()).stream());
        return Stream.concat(block.templates(vector.get()).stream(), included)
                .filter(Template::isConstant)
                .toList();
    }
}
