package dev.slipway.cli;

import dev.slipway.kernel.yaml.Yaml;
import dev.slipway.kernel.yaml.YamlNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a repository's workflows are called and what they upload.
 *
 * @param names of the workflows that a push starts
 * @param artifacts names under which they upload
 */
record WorkflowLook(List<String> names, List<String> artifacts) {

    static WorkflowLook of(Path folder) {
        WorkflowLook look = new WorkflowLook(new ArrayList<>(), new ArrayList<>());
        Path workflows = folder.resolve(".github/workflows");
        if (Files.isDirectory(workflows)) {
            try (Stream<Path> files = Files.list(workflows)) {
                for (Path file : files.filter(each -> each.toString().matches(".*\\.ya?ml"))
                        .sorted()
                        .toList()) {
                    Yaml.read(file.toString(), Files.readString(file)).root().ifPresent(root -> look.add(file, root));
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + workflows, e);
            }
        }
        return look;
    }

    private void add(Path file, YamlNode workflow) {
        if (startsOnPush(workflow)) {
            names.add(text(workflow, "name").orElse(".github/workflows/" + file.getFileName()));
        }
        child(workflow, "jobs")
                .ifPresent(jobs -> values(jobs)
                        .forEach(job -> child(job, "steps")
                                .ifPresent(steps -> items(steps).forEach(this::step))));
    }

    private static boolean startsOnPush(YamlNode workflow) {
        return child(workflow, "on")
                .map(on -> switch (on) {
                    case YamlNode.Scalar scalar -> scalar.text().equals("push");
                    case YamlNode.Sequence list ->
                        list.items().stream()
                                .anyMatch(each -> each instanceof YamlNode.Scalar scalar
                                        && scalar.text().equals("push"));
                    case YamlNode.Mapping mapping -> mapping.get("push").isPresent();
                })
                .orElse(false);
    }

    private void step(YamlNode step) {
        if (text(step, "uses").orElse("").startsWith("actions/upload-artifact@")) {
            artifacts.add(
                    child(step, "with").flatMap(with -> text(with, "name")).orElse("artifact"));
        }
    }

    private static Optional<YamlNode> child(YamlNode node, String key) {
        return node instanceof YamlNode.Mapping mapping ? mapping.get(key) : Optional.empty();
    }

    private static Optional<String> text(YamlNode node, String key) {
        return child(node, key)
                .filter(YamlNode.Scalar.class::isInstance)
                .map(YamlNode.Scalar.class::cast)
                .map(YamlNode.Scalar::text);
    }

    private static List<YamlNode> values(YamlNode node) {
        return node instanceof YamlNode.Mapping mapping
                ? mapping.entries().stream().map(YamlNode.Entry::value).toList()
                : List.of();
    }

    private static List<YamlNode> items(YamlNode node) {
        return node instanceof YamlNode.Sequence sequence ? sequence.items() : List.of();
    }
}
