package dev.slipway.actions.action;

import dev.slipway.actions.expression.Scope;
import dev.slipway.actions.expression.Template;
import dev.slipway.actions.expression.Tree;
import dev.slipway.actions.schema.Budget;
import dev.slipway.actions.schema.Fault;
import dev.slipway.actions.schema.Faults;
import dev.slipway.actions.schema.Schema;
import dev.slipway.actions.schema.SchemaReader;
import dev.slipway.actions.schema.Source;
import dev.slipway.actions.workflow.Block;
import dev.slipway.actions.workflow.ConditionReader;
import dev.slipway.actions.workflow.StepReader;
import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Position;
import dev.slipway.kernel.Suggestion;
import dev.slipway.kernel.yaml.Yaml;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Reads an action file. Keys beside those of the language are passed over, as GitHub's runner does, for published actions
 * carry keys of other tools; whatever is wrong with the known ones becomes a finding.
 */
public final class ActionReader {

    private static final Map<String, Integer> NODES = Map.of("node12", 12, "node16", 16, "node20", 20, "node24", 24);
    private static final List<String> KINDS = List.of("composite", "docker", "node12", "node16", "node20", "node24");
    private static final Scope CONDITION = Scope.of(
                    "github", "inputs", "strategy", "matrix", "steps", "job", "runner", "env")
            .withStatusFunctions()
            .withHashFiles();

    private final String file;
    private final Faults faults;
    private final ConditionReader conditions;

    private ActionReader(String file, Faults faults) {
        this.file = file;
        this.faults = faults;
        this.conditions = new ConditionReader(faults, CONDITION);
    }

    /**
     * @param file path of the file, for positions
     * @param text the whole file
     */
    public static Reading read(String file, String text) {
        Faults faults = new Faults(new Source(text));
        Yaml.Document document = Yaml.read(file, text, Yaml.Dialect.ACTIONS);
        document.findings().forEach(finding -> faults.add(new Fault(Fault.Stage.TEXT, finding.position(), finding)));
        Optional<Action> action = document.root()
                .flatMap(root -> SchemaReader.read(Schema.ACTION, "action", root, faults, Budget.standard()))
                .flatMap(new ActionReader(file, faults)::action);
        if (document.root().isEmpty() && document.findings().isEmpty()) {
            faults.wrong(
                    Fault.Stage.TEXT,
                    "empty-action",
                    Position.startOf(file),
                    "the file is empty",
                    "start with 'name:' and 'runs:'");
        }
        List<Finding> findings = faults.list().stream().map(Fault::finding).toList();
        return new Reading(Finding.anyError(findings) ? Optional.empty() : action, findings);
    }

    private Optional<Action> action(Tree tree) {
        Block block = Block.of(tree);
        return block.block("runs")
                .flatMap(this::runs)
                .map(runs -> new Action(
                        file,
                        block.text("name").orElse(""),
                        block.text("description").orElse(""),
                        block.fields("inputs").stream().map(ActionReader::input).toList(),
                        block.fields("outputs").stream()
                                .map(ActionReader::output)
                                .toList(),
                        runs,
                        block.block("branding").map(ActionReader::branding)));
    }

    private static Action.Input input(Tree.Field field) {
        Block block = Block.of(field.value());
        return new Action.Input(
                field.key().source(),
                field.key().position(),
                block.text("description").orElse(""),
                block.flag("required"),
                block.template("default"),
                block.text("deprecationMessage"));
    }

    private static Action.Output output(Tree.Field field) {
        Block block = Block.of(field.value());
        return new Action.Output(
                field.key().source(),
                field.key().position(),
                block.text("description").orElse(""),
                block.template("value"));
    }

    private static Action.Branding branding(Block block) {
        return new Action.Branding(block.text("icon"), block.text("color"));
    }

    private Optional<Action.Runs> runs(Block block) {
        String using = block.text("using").orElse("").toLowerCase(Locale.ROOT);
        String wanted = block.has("steps") ? "composite" : block.has("image") ? "docker" : "node";
        String found = NODES.containsKey(using) ? "node" : using;
        if (!using.isEmpty() && !found.equals(wanted)) {
            faults.wrong(
                    Fault.Stage.MEANING,
                    "bad-using",
                    block.valuePosition("using"),
                    KINDS.contains(using)
                            ? "'" + using + "' does not go with the keys that are written here"
                            : "'" + using + "' is no way to run an action",
                    KINDS.contains(using)
                            ? "composite has steps, docker has an image, node has main"
                            : Suggestion.hint(using, KINDS));
            return Optional.empty();
        }
        return Optional.of(
                switch (wanted) {
                    case "composite" ->
                        new Action.Runs.Composite(
                                block.position(), StepReader.read(block.items("steps"), CONDITION, faults));
                    case "docker" -> docker(block);
                    default -> node(block, NODES.getOrDefault(using, 0));
                });
    }

    private Action.Runs node(Block block, int version) {
        return new Action.Runs.Node(
                block.position(),
                version,
                block.text("main").orElse(""),
                block.text("pre"),
                conditions.readBare(block.template("pre-if"), block.position()),
                block.text("post"),
                conditions.readBare(block.template("post-if"), block.position()));
    }

    private Action.Runs docker(Block block) {
        List<Template> args = block.templates("args");
        return new Action.Runs.Docker(
                block.position(),
                block.text("image").orElse(""),
                args,
                block.tree("env"),
                block.text("entrypoint"),
                block.text("pre-entrypoint"),
                conditions.readBare(block.template("pre-if"), block.position()),
                block.text("post-entrypoint"),
                conditions.readBare(block.template("post-if"), block.position()));
    }

    /**
     * What was read.
     *
     * @param action absent when there is an error among the findings
     */
    public record Reading(Optional<Action> action, List<Finding> findings) {}
}
