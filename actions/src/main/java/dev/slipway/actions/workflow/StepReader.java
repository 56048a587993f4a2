package dev.slipway.actions.workflow;

import dev.slipway.actions.expression.Condition;
import dev.slipway.actions.expression.Template;
import dev.slipway.actions.expression.Value;
import dev.slipway.kernel.yaml.YamlNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads one step. */
final class StepReader {

    /** The actions that the runner performs itself. */
    private static final Set<String> NATIVE = Set.of(
            "actions/checkout",
            "actions/upload-artifact",
            "actions/download-artifact",
            "actions/cache",
            "actions/cache/restore",
            "actions/cache/save",
            "actions/setup-java",
            "actions/setup-node",
            "actions/setup-python");

    private static final Set<String> SHELLS = Set.of("bash", "sh", "python");
    private static final Set<String> FOREIGN_SHELLS = Set.of("pwsh", "powershell", "cmd");

    private final Notes notes;

    StepReader(Notes notes) {
        this.notes = notes;
    }

    Step read(YamlNode node) {
        Block block = Block.of(node, Section.STEP, notes);
        return new Step(
                id(block),
                block.position(),
                block.template("name", Place.STEP),
                block.filled("if")
                        .map(condition -> notes.condition(condition, Place.STEP_IF))
                        .orElseGet(() -> Condition.success(block.position())),
                block.texts("env", Place.STEP),
                block.bool("continue-on-error", Place.STEP),
                block.number("timeout-minutes", Place.STEP),
                work(block));
    }

    private Optional<String> id(Block block) {
        Optional<YamlNode> node = block.filled("id");
        if (node.isPresent() && node.get() instanceof YamlNode.Scalar scalar) {
            JobReader.checkId(scalar, notes);
            return Optional.of(scalar.text());
        }
        node.ifPresent(wrong -> notes.expected("a text", wrong));
        return Optional.empty();
    }

    private Step.Work work(Block block) {
        boolean run = block.has("run");
        if (run == block.has("uses") && !Section.STEP.unsupported().stream().anyMatch(block::has)) {
            notes.wrong(
                    run ? "run-and-uses" : "missing-key",
                    block.position(),
                    run ? "a step has either 'run' or 'uses', not both" : "a step needs 'run' or 'uses'",
                    run ? "make two steps of it" : "add one of them");
        }
        return block.has("uses") ? uses(block) : run(block);
    }

    private Step.Work run(Block block) {
        refuse(block, List.of("with"), "run");
        Optional<Template> shell = block.template("shell", Place.STEP);
        shell.ifPresent(template -> checkShell(template, notes));
        Template script = block.get("run")
                .map(node -> notes.template(node, Place.STEP))
                .orElseGet(() -> Template.constant(Value.of(""), block.position()));
        notes.checkScript(script);
        return new Step.Work.Run(script, shell, block.template("working-directory", Place.STEP));
    }

    private Step.Work uses(Block block) {
        refuse(block, List.of("shell", "working-directory"), "uses");
        YamlNode node = block.get("uses").orElseThrow();
        String text = node instanceof YamlNode.Scalar scalar ? scalar.text().strip() : "";
        Optional<ActionReference> action = ActionReference.parse(text);
        if (text.startsWith("docker://")) {
            notes.unsupported(
                    "docker-action",
                    node.position(),
                    "container images as steps are not supported yet",
                    "run the tool with 'run'");
        } else if (text.startsWith("./") || text.startsWith("../")) {
            notes.unsupported(
                    "local-action",
                    node.position(),
                    "actions of the repository itself are not supported yet",
                    "call its script with 'run'");
        } else if (action.isEmpty()) {
            notes.wrong(
                    "bad-uses",
                    node.position(),
                    "'" + text + "' names no action",
                    "write owner/repository@ref, ./path or docker://image");
        } else if (!NATIVE.contains(action.get().name())) {
            notes.unsupported(
                    "action",
                    node.position(),
                    "the action '" + text + "' is not supported yet",
                    "supported are: "
                            + String.join(", ", NATIVE.stream().sorted().toList()));
        }
        return new Step.Work.Uses(action.orElse(new ActionReference("", "", "", "")), block.texts("with", Place.STEP));
    }

    private void refuse(Block block, List<String> keys, String kind) {
        for (String key : keys) {
            block.get(key)
                    .ifPresent(node -> notes.wrong(
                            "misplaced-key",
                            node.position(),
                            "'" + key + "' has no meaning in a step with '" + kind + "'",
                            "remove it"));
        }
    }

    static void checkShell(Template shell, Notes notes) {
        String word = shell.source().strip().toLowerCase(Locale.ROOT);
        if (!shell.isConstant() || SHELLS.contains(word) || word.contains("{0}")) {
            return;
        } else if (FOREIGN_SHELLS.contains(word)) {
            notes.unsupported(
                    "shell",
                    shell.position(),
                    "the shell '" + word + "' is not supported yet",
                    "use bash, sh or python");
        } else {
            notes.wrong(
                    "bad-shell",
                    shell.position(),
                    "'" + word + "' is no shell",
                    "use bash, sh, python, or a command line with {0} for the script");
        }
    }
}
