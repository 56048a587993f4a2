package dev.slipway.actions.workflow;

import dev.slipway.actions.expression.Scope;
import dev.slipway.actions.expression.Template;
import dev.slipway.actions.expression.Tree;
import dev.slipway.actions.expression.Value;
import dev.slipway.actions.schema.Fault;
import dev.slipway.actions.schema.Faults;
import dev.slipway.kernel.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the steps of a job or of a composite action. */
public final class StepReader {

    private final Faults faults;
    private final ConditionReader conditions;
    private final Ids ids = new Ids();

    private StepReader(Faults faults, Scope scope) {
        this.faults = faults;
        this.conditions = new ConditionReader(faults, scope);
    }

    /**
     * @param steps as the schema let them through
     * @param scope what conditions may name
     */
    public static List<Step> read(List<Tree> steps, Scope scope, Faults faults) {
        StepReader reader = new StepReader(faults, scope);
        List<Draft> drafts = reader.drafts(steps);
        return drafts.stream().map(reader::finish).toList();
    }

    static List<Step> read(List<Tree> steps, Faults faults) {
        return read(steps, Places.STEP_IF, faults);
    }

    /** Written ids come first: a made one makes way for them, wherever they stand. */
    private List<Draft> drafts(List<Tree> steps) {
        List<Draft> drafts = new ArrayList<>();
        for (Tree tree : steps) {
            Block block = Block.of(tree);
            Optional<Template> id = block.template("id");
            id.ifPresent(this::checkId);
            drafts.add(new Draft(block, id.map(Template::source), drafts(block.items("parallel"))));
        }
        return drafts;
    }

    private void checkId(Template id) {
        ids.complaint(id.source())
                .ifPresent(complaint ->
                        faults.wrong(Fault.Stage.MEANING, "bad-id", id.position(), complaint, "give it another id"));
    }

    private Step finish(Draft draft) {
        Block block = draft.block();
        Step.Work work = work(draft);
        return new Step(
                draft.id(),
                draft.id().orElseGet(() -> ids.made("__" + words(work))),
                block.position(),
                block.template("name"),
                conditions.read(block.template("if"), block.position()),
                block.tree("env"),
                block.template("continue-on-error"),
                block.template("timeout-minutes"),
                block.flag("background"),
                work);
    }

    private static String words(Step.Work work) {
        return switch (work) {
            case Step.Work.Uses uses -> words(uses.action());
            case Step.Work.Run _ -> "run";
            case Step.Work.Wait _ -> "wait";
            case Step.Work.WaitAll _ -> "wait-all";
            case Step.Work.Cancel _ -> "cancel";
            case Step.Work.Parallel _ -> "parallel";
        };
    }

    private static String words(ActionReference action) {
        return switch (action) {
            case ActionReference.Repository repository -> repository.owner() + "/" + repository.repository();
            case ActionReference.Local _ -> "self";
            case ActionReference.Image image -> image.image();
        };
    }

    private Step.Work work(Draft draft) {
        Block block = draft.block();
        if (block.has("uses")) {
            return uses(block);
        } else if (block.has("wait")) {
            return new Step.Work.Wait(block.texts("wait"));
        } else if (block.has("wait-all")) {
            return new Step.Work.WaitAll();
        } else if (block.has("cancel")) {
            return new Step.Work.Cancel(block.text("cancel").orElse(""));
        } else if (block.has("parallel")) {
            return new Step.Work.Parallel(
                    draft.inner().stream().map(this::finish).toList());
        }
        Template script =
                block.template("run").orElseGet(() -> Template.constant(Value.of(""), block.valuePosition("run")));
        return new Step.Work.Run(script, block.template("shell"), block.template("working-directory"));
    }

    private Step.Work uses(Block block) {
        Position position = block.valuePosition("uses");
        String text = block.text("uses").orElse("");
        Optional<ActionReference> action = ActionReference.parse(text);
        if (action.isEmpty() && !text.isEmpty()) {
            faults.wrong(
                    Fault.Stage.MEANING,
                    "bad-uses",
                    position,
                    "Expected format {org}/{repo}[/path]@ref. Actual '" + text + "'",
                    "write owner/repository@ref, ./path or docker://image");
        }
        return new Step.Work.Uses(action.orElse(new ActionReference.Local(text)), position, block.tree("with"));
    }

    private record Draft(Block block, Optional<String> id, List<Draft> inner) {}
}
