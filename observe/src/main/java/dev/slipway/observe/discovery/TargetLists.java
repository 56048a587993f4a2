package dev.slipway.observe.discovery;

import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Position;
import dev.slipway.kernel.Problem;
import dev.slipway.kernel.yaml.Yaml;
import dev.slipway.kernel.yaml.YamlNode;
import dev.slipway.observe.config.Fields;
import java.util.ArrayList;
import java.util.List;

/** Lists of targets, wherever they are written: {@code [{targets: [...], labels: {...}}]}. JSON is read as the YAML it is. */
public final class TargetLists {

    private TargetLists() {}

    /** The groups of a list inside a configuration; what is wrong is added to the findings. */
    public static List<TargetGroup> groups(List<Fields> items) {
        List<TargetGroup> groups = new ArrayList<>();
        for (Fields fields : items) {
            groups.add(new TargetGroup(fields.texts("targets"), fields.textMap("labels")));
            fields.end();
        }
        return groups;
    }

    /**
     * A whole document.
     *
     * @throws Problem when it is no such list
     */
    static List<TargetGroup> read(String name, String text) {
        Yaml.Document document = Yaml.read(name, text);
        List<Finding> findings = new ArrayList<>(document.findings());
        List<Fields> items = new ArrayList<>();
        document.root().ifPresent(root -> {
            if (root instanceof YamlNode.Sequence sequence) {
                sequence.items().forEach(item -> Fields.of(item, findings).ifPresent(items::add));
            } else {
                findings.add(Finding.error(
                        "bad-type", Position.startOf(name), "expected a list of targets", "[{\"targets\": [...]}]"));
            }
        });
        List<TargetGroup> groups = groups(items);
        if (Finding.anyError(findings)) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-target-list",
                    findings.getFirst().toString(),
                    "the list that was read before stays in force");
        }
        return groups;
    }
}
