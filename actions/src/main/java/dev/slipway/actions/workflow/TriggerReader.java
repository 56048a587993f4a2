package dev.slipway.actions.workflow;

import dev.slipway.actions.expression.Template;
import dev.slipway.actions.expression.Tree;
import dev.slipway.actions.schema.Fault;
import dev.slipway.actions.schema.Faults;
import dev.slipway.kernel.Position;
import dev.slipway.kernel.Problem;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code on}, once its schema has let it through. */
final class TriggerReader {

    private final Faults faults;
    private final InputReader inputs;
    private final List<Trigger> triggers = new ArrayList<>();

    TriggerReader(Faults faults) {
        this.faults = faults;
        this.inputs = new InputReader(faults);
    }

    List<Trigger> read(Tree on) {
        switch (on) {
            case Tree.Leaf leaf -> trigger(leaf.template(), Tree.empty(leaf.position()));
            case Tree.Items items ->
                items.items().stream()
                        .filter(Tree.Leaf.class::isInstance)
                        .forEach(item -> trigger(((Tree.Leaf) item).template(), Tree.empty(item.position())));
            case Tree.Fields fields -> fields.fields().forEach(field -> trigger(field.key(), field.value()));
        }
        return triggers;
    }

    private void trigger(Template name, Tree configuration) {
        Position position = name.position();
        Block block = Block.of(configuration);
        triggers.add(
                switch (name.source()) {
                    case "push" -> push(position, block);
                    case "pull_request", "pull_request_target" -> pullRequest(position, name.source(), block);
                    case "workflow_dispatch" ->
                        new Trigger.WorkflowDispatch(position, inputs.dispatch(block.fields("inputs"), position));
                    case "workflow_call" -> inputs.call(position, block);
                    case "schedule" -> schedule(position, configuration);
                    case "workflow_run" -> workflowRun(position, block);
                    case "repository_dispatch" -> new Trigger.RepositoryDispatch(position, block.texts("types"));
                    default -> activity(position, name.source(), block);
                });
    }

    private Trigger push(Position position, Block block) {
        FilterReader filters = new FilterReader(block, faults);
        return new Trigger.Push(position, filters.read("branches"), filters.read("tags"), filters.read("paths"));
    }

    private Trigger pullRequest(Position position, String event, Block block) {
        vain(block, event, "tags");
        FilterReader filters = new FilterReader(block, faults);
        List<String> types = block.texts("types");
        return new Trigger.PullRequest(
                position,
                event,
                filters.read("branches"),
                filters.read("paths"),
                types.isEmpty() ? Trigger.PullRequest.DEFAULT_TYPES : types);
    }

    private Trigger workflowRun(Position position, Block block) {
        List<String> workflows = block.texts("workflows");
        if (workflows.isEmpty()) {
            faults.wrong(
                    Fault.Stage.RULE,
                    "no-workflows",
                    position,
                    "'workflow_run' names no workflow",
                    "add 'workflows:' with the names of those to wait for");
        }
        return new Trigger.WorkflowRun(
                position, workflows, new FilterReader(block, faults).read("branches"), block.texts("types"));
    }

    /** GitHub takes these filters and does not heed them; real workflows have them. */
    private void vain(Block block, String event, String... filters) {
        for (String filter : filters) {
            for (String key : List.of(filter, filter + "-ignore")) {
                if (block.has(key)) {
                    faults.doubtful(
                            "vain-filter",
                            block.keyPosition(key),
                            "'" + event + "' heeds no '" + key + "', so it starts the workflow all the same",
                            "write a condition into the jobs, for example if: startsWith(github.ref, 'refs/tags/v')");
                }
            }
        }
    }

    private Trigger activity(Position position, String event, Block block) {
        if (event.equals("create") || event.equals("delete")) {
            vain(block, event, "branches", "tags");
            return new Trigger.Activity(position, event, List.of(), Trigger.Filter.ALL, List.of(), List.of());
        }
        return new Trigger.Activity(
                position,
                event,
                block.texts("types"),
                new FilterReader(block, faults).read("branches"),
                block.texts("names"),
                block.texts("versions"));
    }

    private Trigger schedule(Position position, Tree configuration) {
        List<Cron> crons = new ArrayList<>();
        if (configuration instanceof Tree.Items items) {
            items.items().stream().map(Block::of).forEach(block -> cron(block).ifPresent(crons::add));
        }
        if (crons.isEmpty() && !faults.anyUpTo(Fault.Stage.RULE)) {
            faults.wrong(
                    Fault.Stage.RULE,
                    "no-cron",
                    position,
                    "'schedule' needs a sequence of cron lines",
                    "write '- cron: \"0 5 * * *\"'");
        }
        return new Trigger.Schedule(position, crons);
    }

    private Optional<Cron> cron(Block block) {
        Optional<String> line = block.text("cron");
        try {
            ZoneId zone = ZoneId.of(block.text("timezone").orElse("Z"));
            Optional<Cron> cron = line.map(text -> Cron.parse(text, zone));
            cron.flatMap(Cron::vainStep).ifPresent(step -> remarkStep(block, step));
            return cron;
        } catch (DateTimeException unknown) {
            faults.wrong(
                    Fault.Stage.RULE,
                    "bad-timezone",
                    block.valuePosition("timezone"),
                    "'" + block.text("timezone").orElse("") + "' is no time zone",
                    "use a name of the IANA time zone database, for example Europe/Berlin");
        } catch (Problem problem) {
            faults.wrong(
                    Fault.Stage.RULE, problem.code(), block.valuePosition("cron"), problem.message(), problem.hint());
        }
        return Optional.empty();
    }

    private void remarkStep(Block block, String step) {
        faults.doubtful(
                "vain-step",
                block.valuePosition("cron"),
                "the step '" + step + "' is as long as its field, so only the first place is meant",
                "write that place: '0 * * * *' is once an hour, '0 0 * * *' once a day");
    }
}
