package dev.slipway.server.run;

import dev.slipway.actions.event.Event;
import dev.slipway.actions.event.TriggerMatch;
import dev.slipway.actions.expression.Template;
import dev.slipway.actions.plan.PlannedRun;
import dev.slipway.actions.run.RunEvent;
import dev.slipway.actions.run.RunState;
import dev.slipway.actions.run.RunTable;
import dev.slipway.actions.workflow.ReadOptions;
import dev.slipway.actions.workflow.Trigger;
import dev.slipway.actions.workflow.Workflow;
import dev.slipway.actions.workflow.WorkflowReader;
import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Ids;
import dev.slipway.kernel.Position;
import dev.slipway.kernel.Problem;
import dev.slipway.server.action.CallableWorkflows;
import dev.slipway.store.run.Jobs;
import dev.slipway.store.run.Run;
import dev.slipway.store.run.RunSerials;
import dev.slipway.store.run.Runs;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Turns events into runs: one for each workflow that the event starts, and one that has failed for each broken file. */
final class RunIntake {

    private final RunLedger ledger;
    private final RunSources sources;
    private final RunPlans plans;
    private final Ids ids;
    private final InstantSource clock;

    RunIntake(RunLedger ledger, RunSources sources, RunPlans plans, Ids ids, InstantSource clock) {
        this.ledger = ledger;
        this.sources = sources;
        this.plans = plans;
        this.ids = ids;
        this.clock = clock;
    }

    /** Creates the runs of an event; joins a transaction of the caller. */
    List<Run> take(String project, Event event, @Nullable PullFacts pull) {
        String definition = definition(event, pull);
        List<Run> created = new ArrayList<>();
        for (Map.Entry<String, String> file :
                sources.workflows(project, definition).entrySet()) {
            WorkflowReader.Reading reading = read(project, definition, file);
            if (reading.workflow().isEmpty()) {
                if (!concerns(reading, file, event)) {
                    continue;
                }
                created.add(refuse(project, event, pull, file.getKey(), reading.findings()));
            } else if (TriggerMatch.starts(reading.workflow().get(), event)) {
                created.add(create(project, event, pull, reading.workflow().get(), reading.findings()));
            }
        }
        return created;
    }

    private static String definition(Event event, @Nullable PullFacts pull) {
        return pull == null ? event.sha() : pull.definition();
    }

    /** With the workflows of the same commit that it calls; those of other repositories are fetched when it begins. */
    private WorkflowReader.Reading read(String project, String commit, Map.Entry<String, String> file) {
        return WorkflowReader.read(
                file.getKey(),
                file.getValue(),
                ReadOptions.STANDARD.calling(plans.calls(project, commit, CallableWorkflows.Remote.LATER)));
    }

    /**
     * Whether a file that cannot run is a failure of the event. A broken one is that of every push, as on GitHub, and of
     * other events that it names, or perhaps does; a push that makes a branch is not told of it twice.
     */
    private static boolean concerns(WorkflowReader.Reading reading, Map.Entry<String, String> file, Event event) {
        List<Trigger> triggers = WorkflowReader.triggers(file.getKey(), file.getValue());
        if (triggers.stream().anyMatch(trigger -> TriggerMatch.takes(trigger, event))) {
            return true;
        }
        boolean unknown = triggers.isEmpty() && !event.name().equals("create");
        return !reading.onlyUnsupported() && (event.name().equals("push") || unknown);
    }

    /**
     * Creates the run that somebody asked for.
     *
     * @param workflow file or name
     * @throws Problem NOT_FOUND, code {@code no-workflow}; INVALID, codes {@code not-dispatchable}, {@code bad-input}
     */
    Run dispatch(String project, String workflow, Event event) {
        Map<String, String> files = sources.workflows(project, event.sha());
        for (Map.Entry<String, String> file : files.entrySet()) {
            WorkflowReader.Reading reading = read(project, event.sha(), file);
            Optional<Workflow> found = reading.workflow().filter(candidate -> named(candidate, workflow));
            if (found.isPresent() && !TriggerMatch.starts(found.get(), event)) {
                throw Problem.of(
                        Problem.Kind.INVALID,
                        "not-dispatchable",
                        "the workflow '" + workflow + "' has no trigger " + event.name(),
                        "add `workflow_dispatch:` to its `on:`");
            } else if (found.isPresent()) {
                return create(project, event, null, found.get(), reading.findings());
            }
        }
        throw Problem.of(
                Problem.Kind.NOT_FOUND,
                "no-workflow",
                "there is no usable workflow '" + workflow + "' in " + event.sha(),
                "it has " + files.keySet());
    }

    private static boolean named(Workflow workflow, String name) {
        return workflow.name().equals(name)
                || workflow.file().equals(name)
                || workflow.file().endsWith("/" + name)
                || workflow.file().replaceFirst("\\.ya?ml$", "").endsWith("/" + name);
    }

    private Run create(
            String project, Event event, @Nullable PullFacts pull, Workflow workflow, List<Finding> findings) {
        String id = ids.next("run");
        return ledger.database().transaction(sql -> {
            RunPlans.Count count = count(sql, project, workflow.file(), event);
            PlannedRun plan = plans.plan(workflow, event, project, definition(event, pull), count);
            Optional<String> group;
            Optional<String> title;
            Optional<Position> place = workflow.runName().map(Template::position);
            try {
                title = RunTitle.of(plan);
                place = workflow.concurrency()
                        .map(concurrency -> concurrency.group().position());
                group = RunPlans.group(plan);
            } catch (Problem problem) {
                return refuse(
                        project,
                        event,
                        pull,
                        workflow.file(),
                        List.of(Finding.error(
                                problem.code(),
                                place.orElse(Position.startOf(workflow.file())),
                                problem.message(),
                                problem.hint())));
            }
            String kept = StoredEvent.write(event, workflow.isResolved() ? Map.of() : null, pull, title);
            Run run = row(id, project, count, workflow.name(), workflow.file(), event, kept, group, findings);
            Runs.create(sql, run);
            standIns(sql, run, plan);
            ledger.record(sql, run, event.actor(), "started by " + event.name());
            return run;
        });
    }

    private void standIns(DSLContext sql, Run run, PlannedRun plan) {
        long position = 0;
        for (dev.slipway.actions.workflow.Job job : plan.workflow().jobs()) {
            Jobs.create(sql, RunMoves.standIn(ids.next("job"), run.id(), position, plan, job, clock.instant()));
            position += Positions.room(0);
        }
    }

    /** A file that cannot be used shows as a run that failed before it began, with the findings. */
    private Run refuse(String project, Event event, @Nullable PullFacts pull, String file, List<Finding> findings) {
        return ledger.database().transaction(sql -> {
            RunPlans.Count count = count(sql, project, file, event);
            String kept = StoredEvent.write(event, Map.of(), pull, Optional.empty());
            Run queued = row(ids.next("run"), project, count, file, file, event, kept, Optional.empty(), findings);
            RunState failed = RunTable.TABLE.next(queued.state(), RunEvent.FAIL);
            String why = findings.stream()
                    .filter(finding -> Finding.anyError(List.of(finding)))
                    .findFirst()
                    .map(Finding::toString)
                    .orElse("the workflow cannot be read");
            Run run = queued.in(failed, why, clock.instant(), true);
            Runs.create(sql, run);
            ledger.record(sql, run, event.actor(), why);
            return run;
        });
    }

    private static RunPlans.Count count(DSLContext sql, String project, String file, Event event) {
        return new RunPlans.Count(RunSerials.draw(sql), Runs.nextNumber(sql, project, file), 1, event.actor());
    }

    private Run row(
            String id,
            String project,
            RunPlans.Count count,
            String name,
            String file,
            Event event,
            String eventJson,
            Optional<String> group,
            List<Finding> findings) {
        return new Run(
                id,
                project,
                count.number(),
                name,
                file,
                event.name(),
                event.ref(),
                event.sha(),
                event.actor(),
                RunTable.TABLE.initial(),
                0,
                group.orElse(null),
                PullFacts.reason(PullFacts.of(eventJson).orElse(null)),
                eventJson,
                findings,
                clock.instant(),
                null,
                null,
                count.attempt(),
                null,
                count.askedBy(),
                count.serial());
    }
}
