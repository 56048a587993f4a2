package dev.slipway.actions.lint;

import dev.slipway.kernel.Position;
import dev.slipway.kernel.yaml.YamlNode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Steps that have both {@code run} and {@code uses}: the reader refuses the second, but either may be the wrong one. */
final class StepKindRule implements Rule {

    @Override
    public void check(Subject subject, Report report) {
        subject.document().root().flatMap(root -> get(root, "jobs")).stream()
                .flatMap(StepKindRule::values)
                .flatMap(job -> get(job, "steps").stream())
                .flatMap(StepKindRule::values)
                .forEach(step -> step(step, report));
    }

    private static void step(YamlNode step, Report report) {
        List<Position> keys = Stream.of("run", "uses")
                .flatMap(name -> key(step, name).stream())
                .sorted(Comparator.comparingInt(Position::line))
                .toList();
        if (keys.size() > 1) {
            report.warn(
                    "run-and-uses",
                    keys.getFirst(),
                    "this step has both 'run' and 'uses', but a step does one thing",
                    "make two steps of it");
        }
    }

    private static Optional<Position> key(YamlNode node, String name) {
        return entries(node)
                .map(YamlNode.Entry::key)
                .filter(key -> key.text().equals(name))
                .map(YamlNode::position)
                .findFirst();
    }

    private static Stream<YamlNode.Entry> entries(YamlNode node) {
        return node instanceof YamlNode.Mapping mapping ? mapping.entries().stream() : Stream.empty();
    }

    private static Optional<YamlNode> get(YamlNode node, String name) {
        return node instanceof YamlNode.Mapping mapping ? mapping.get(name) : Optional.empty();
    }

    private static Stream<YamlNode> values(YamlNode node) {
        return node instanceof YamlNode.Sequence sequence
                ? sequence.items().stream()
                : entries(node).map(YamlNode.Entry::value);
    }
}
