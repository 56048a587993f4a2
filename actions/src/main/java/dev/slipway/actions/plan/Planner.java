package dev.slipway.actions.plan;

import dev.slipway.actions.event.Event;
import dev.slipway.actions.expression.Contexts;
import dev.slipway.actions.expression.Status;
import dev.slipway.actions.expression.Template;
import dev.slipway.actions.expression.Value;
import dev.slipway.actions.workflow.CallJob;
import dev.slipway.actions.workflow.InputValues;
import dev.slipway.actions.workflow.Job;
import dev.slipway.actions.workflow.RunnerLabels;
import dev.slipway.actions.workflow.StepJob;
import dev.slipway.actions.workflow.Trigger;
import dev.slipway.actions.workflow.Workflow;
import dev.slipway.kernel.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns a workflow and an event into a run, and a job of it into legs. */
public final class Planner {

    private static final Duration LONGEST = Duration.ofHours(6);
    private static final Duration CANCEL_GRACE = Duration.ofMinutes(5);
    private static final double SECONDS_PER_MINUTE = 60;

    /** What a self-hosted runner's job may take at most on GitHub. */
    private static final double MOST_MINUTES = 5 * 24 * 60;

    private static final int LONGEST_NAME = 100;

    private Planner() {}

    /**
     * @param github what is known beside the event, such as {@code repository} and {@code run_id}; it wins
     * @param vars of the project
     * @throws Problem with code {@code bad-input} where the inputs do not fit the workflow
     */
    public static PlannedRun plan(Workflow workflow, Event event, Map<String, Value> github, Map<String, String> vars) {
        Map<String, Value> context = new LinkedHashMap<>();
        context.put("event_name", Value.of(event.name()));
        context.put("event", event.payload());
        context.put("ref", Value.of(event.ref()));
        context.put("ref_name", Value.of(event.refName()));
        context.put("ref_type", Value.of(event.tag().isPresent() ? "tag" : "branch"));
        context.put("sha", Value.of(event.sha()));
        context.put("actor", Value.of(event.actor()));
        context.put("triggering_actor", Value.of(event.actor()));
        context.put("base_ref", Value.of(event.baseRef().orElse("")));
        context.put("head_ref", Value.of(event.headRef().orElse("")));
        context.put("workflow", Value.of(workflow.name()));
        context.putAll(github);
        return new PlannedRun(
                workflow,
                event,
                Value.of(context),
                inputs(workflow, event),
                Value.Mapping.ofTexts(vars),
                Optional.empty());
    }

    private static Value.Mapping inputs(Workflow workflow, Event event) {
        return workflow.triggers().stream()
                .filter(trigger -> trigger instanceof Trigger.WorkflowDispatch
                        && trigger.event().equals(event.name()))
                .map(Trigger.WorkflowDispatch.class::cast)
                .findFirst()
                .map(dispatch -> InputValues.of(dispatch.inputs(), event.inputs()))
                .orElse(Value.Mapping.EMPTY);
    }

    /** The run's name: {@code run-name}, else the workflow's name. */
    public static String title(PlannedRun run) {
        Contexts contexts = JobContexts.of(run).build(Status.SUCCESS);
        return run.workflow()
                .runName()
                .map(name -> name.evaluateText(contexts))
                .filter(name -> !name.isBlank())
                .orElse(run.workflow().name());
    }

    /**
     * The legs of a job, whatever it is.
     *
     * @param needs the {@code needs} context, from {@link Progress#needs}
     * @throws Problem where they cannot be planned
     */
    public static List<? extends Leg> legs(PlannedRun run, Job job, Value.Mapping needs) {
        return switch (job) {
            case StepJob steps -> expand(run, steps, needs);
            case CallJob call -> CallPlanner.expand(run, call, needs);
        };
    }

    /**
     * The legs of a job with steps.
     *
     * @param needs the {@code needs} context, from {@link Progress#needs}
     * @throws Problem where the matrix, the name, a limit or a label cannot be evaluated
     */
    public static List<PlannedJob> expand(PlannedRun run, StepJob job, Value.Mapping needs) {
        Contexts contexts = JobContexts.of(run).with("needs", needs).build(Status.SUCCESS);
        Spread spread = Spread.of(job, contexts);
        List<PlannedJob> planned = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (Matrix.Leg leg : spread.legs()) {
            PlannedJob draft = draft(run, job, needs, leg, planned.size(), spread);
            planned.add(unique(evaluated(draft, leg), keys));
        }
        requireHost(planned);
        return List.copyOf(planned);
    }

    private static PlannedJob draft(
            PlannedRun run, StepJob job, Value.Mapping needs, Matrix.Leg leg, int index, Spread spread) {
        return new PlannedJob(
                job,
                run,
                run.key(job) + leg.suffix(),
                job.id() + leg.suffix(),
                index,
                spread.legs().size(),
                leg.values(),
                List.of(),
                needs,
                run.workflow().env(),
                job.defaults().over(run.workflow().defaults()),
                LONGEST,
                CANCEL_GRACE,
                false,
                spread.failFast(),
                spread.maxParallel());
    }

    private static PlannedJob evaluated(PlannedJob draft, Matrix.Leg leg) {
        StepJob job = draft.job();
        Contexts contexts = JobContexts.of(draft).build(Status.SUCCESS);
        return new PlannedJob(
                job,
                draft.run(),
                draft.legKey(),
                draft.run().named(name(job, leg, contexts)),
                draft.index(),
                draft.total(),
                draft.matrix(),
                labels(job, contexts),
                draft.needs(),
                draft.workflowEnv(),
                draft.defaults(),
                minutes(job.timeoutMinutes(), contexts).orElse(LONGEST),
                minutes(job.cancelTimeoutMinutes(), contexts).orElse(CANCEL_GRACE),
                job.continueOnError()
                        .map(flag -> flag.evaluate(contexts).truthy())
                        .orElse(false),
                draft.failFast(),
                draft.maxParallel());
    }

    /** Absent where nothing or zero is written: the usual time holds. */
    private static Optional<Duration> minutes(Optional<Template> written, Contexts contexts) {
        return written.map(minutes -> Spread.bound(minutes, contexts))
                .filter(minutes -> minutes > 0)
                .map(minutes -> Duration.ofSeconds(Math.round(Math.min(minutes, MOST_MINUTES) * SECONDS_PER_MINUTE)));
    }

    /** A name with the matrix in it stands for itself; any other gets the leg's values behind it. */
    static String name(Job job, Matrix.Leg leg, Contexts contexts) {
        if (job.name().isEmpty()) {
            return shortened(job.id() + leg.suffix());
        }
        Template name = job.name().get();
        return shortened(name.evaluateText(contexts) + (name.contexts().contains("matrix") ? "" : leg.suffix()));
    }

    /** GitHub cuts what people would not read to its end. */
    private static String shortened(String name) {
        return name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME - 3) + "..." : name;
    }

    private static List<String> labels(StepJob job, Contexts contexts) {
        return RunnerLabels.of(job.runsOn().evaluate(contexts));
    }

    /** A job that has no leg for a host fails at once; in any other, each leg speaks for itself. */
    private static void requireHost(List<PlannedJob> legs) {
        if (!legs.isEmpty() && legs.stream().allMatch(leg -> leg.unserved().isPresent())) {
            throw legs.getFirst().unserved().orElseThrow();
        }
    }

    private static PlannedJob unique(PlannedJob leg, Set<String> keys) {
        String key = leg.legKey();
        for (int twin = 2; !keys.add(key); twin++) {
            key = leg.legKey() + " #" + twin;
        }
        return leg.withLegKey(key);
    }
}
