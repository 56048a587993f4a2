package dev.slipway.actions.plan;

import dev.slipway.actions.expression.Contexts;
import dev.slipway.actions.expression.Status;
import dev.slipway.actions.expression.Value;
import dev.slipway.actions.workflow.Job;
import dev.slipway.actions.workflow.Trigger;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * How far a run has come: an immutable value, so that every decision can be repeated and explained.
 *
 * @param settled jobs that ended without legs, because they were skipped or could not be planned
 * @param legs by job, then by leg key
 * @param cancelled true once the end of the run was asked for
 */
public record Progress(
        PlannedRun run, Map<String, Conclusion> settled, Map<String, Map<String, LegState>> legs, boolean cancelled) {

    /** GitHub's limit for the outputs of all jobs of a run. */
    public static final long MOST_OUTPUT_BYTES = 50L << 20;

    public Progress {
        settled = Collections.unmodifiableMap(new LinkedHashMap<>(settled));
        legs = Collections.unmodifiableMap(new LinkedHashMap<>(legs));
    }

    /** Nothing has happened yet. */
    public static Progress start(PlannedRun run) {
        return new Progress(run, Map.of(), Map.of(), false);
    }

    /** Records that a move was made. */
    public Progress apply(Move move) {
        return in(move.run(), scope -> scope.made(move));
    }

    private Progress made(Move move) {
        return switch (move) {
            case Move.Expand expand -> {
                Map<String, LegState> states = new LinkedHashMap<>();
                expand.legs().forEach(leg -> states.put(leg.legKey(), LegState.waiting(leg)));
                yield withLegs(expand.job().id(), states);
            }
            case Move.Start start -> put(new LegState(start.leg(), true, false, Optional.empty()));
            case Move.Skip skip -> settle(skip.job().id(), Conclusion.SKIPPED);
            case Move.Fail fail -> settle(fail.job().id(), Conclusion.FAILURE);
            case Move.Cancel cancel -> cancel(cancel.leg());
        };
    }

    /**
     * What the end of a leg counts as: a failure without outputs where those of the whole run would become too large.
     * Ask it of the workflow that the event started.
     */
    public JobResult within(JobResult result) {
        return result.outputs().isEmpty() || outputBytes() + result.outputBytes() <= MOST_OUTPUT_BYTES
                ? result
                : JobResult.of(Conclusion.FAILURE);
    }

    private long outputBytes() {
        return everyLeg()
                .flatMap(state -> state.result().stream())
                .mapToLong(JobResult::outputBytes)
                .sum();
    }

    /** Records the end of a leg. */
    public Progress ended(Leg leg, JobResult result) {
        return in(leg.run(), scope -> scope.put(new LegState(leg, true, false, Optional.of(result))));
    }

    /** Records that the jobs of a called workflow may begin. */
    public Progress entered(PlannedCall call) {
        Progress first = start(call.called());
        return in(
                call.run(),
                scope -> scope.put(new LegState(
                        call, true, false, Optional.empty(), Optional.of(scope.cancelled ? first.cancel() : first))));
    }

    /** Records that the end of the run was asked for, in all workflows that it calls too. */
    public Progress cancel() {
        Map<String, Map<String, LegState>> all = new LinkedHashMap<>();
        legs.forEach((job, states) -> {
            Map<String, LegState> stopped = new LinkedHashMap<>();
            states.forEach((key, state) -> stopped.put(
                    key,
                    state.inner().map(called -> state.with(called.cancel())).orElse(state)));
            all.put(job, Collections.unmodifiableMap(stopped));
        });
        return new Progress(run, settled, all, true);
    }

    /** The same with a change where the jobs of that workflow are. */
    private Progress in(PlannedRun scope, UnaryOperator<Progress> change) {
        if (scope.scope().equals(run.scope())) {
            return change.apply(this);
        }
        LegState call = states().filter(
                        state -> state.inner().isPresent() && scope.scope().startsWith(called(state)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no workflow is called as '" + scope.scope() + "'"));
        return put(call.with(call.inner().orElseThrow().in(scope, change)));
    }

    private static String called(LegState state) {
        return state.inner().map(inner -> inner.run().scope()).orElse("");
    }

    private Progress cancel(Leg leg) {
        LegState known = legStates(leg.jobId()).stream()
                .filter(state -> state.leg().legKey().equals(leg.legKey()))
                .findFirst()
                .orElse(LegState.waiting(leg));
        Optional<Progress> inner = known.inner().map(Progress::cancel);
        Optional<JobResult> result =
                known.started() ? Optional.empty() : Optional.of(JobResult.of(Conclusion.CANCELLED));
        return put(new LegState(leg, known.started(), true, result, inner));
    }

    private Progress settle(String jobId, Conclusion conclusion) {
        Map<String, Conclusion> more = new LinkedHashMap<>(settled);
        more.put(jobId, conclusion);
        return new Progress(run, more, legs, cancelled);
    }

    private Progress put(LegState state) {
        Map<String, LegState> states =
                new LinkedHashMap<>(legs.getOrDefault(state.leg().jobId(), Map.of()));
        states.put(state.leg().legKey(), state);
        return withLegs(state.leg().jobId(), states);
    }

    private Progress withLegs(String jobId, Map<String, LegState> states) {
        Map<String, Map<String, LegState>> more = new LinkedHashMap<>(legs);
        more.put(jobId, Collections.unmodifiableMap(states));
        return new Progress(run, settled, more, cancelled);
    }

    /** The legs that there are so far: those of this workflow, and behind each call those of the workflow it calls. */
    public Stream<LegState> everyLeg() {
        return states().flatMap(state ->
                Stream.concat(Stream.of(state), state.inner().stream().flatMap(Progress::everyLeg)));
    }

    private Stream<LegState> states() {
        return legs.values().stream().flatMap(states -> states.values().stream());
    }

    Collection<LegState> legStates(String jobId) {
        return legs.getOrDefault(jobId, Map.of()).values();
    }

    /** How a job ended, once all its legs have: the worst of them. */
    public Optional<Conclusion> conclusion(String jobId) {
        if (settled.containsKey(jobId)) {
            return Optional.of(settled.get(jobId));
        }
        Collection<LegState> states = legStates(jobId);
        if (states.isEmpty() || !states.stream().allMatch(LegState::ended)) {
            return Optional.empty();
        }
        List<Conclusion> ends =
                states.stream().flatMap(state -> state.conclusion().stream()).toList();
        return Optional.of(worst(ends));
    }

    /** How the run ended, once all its jobs have. */
    public Optional<Conclusion> conclusion() {
        List<Conclusion> ends = run.workflow().jobs().stream()
                .flatMap(job -> conclusion(job.id()).stream())
                .toList();
        return ends.size() < run.workflow().jobs().size() ? Optional.empty() : Optional.of(worst(ends));
    }

    private static Conclusion worst(List<Conclusion> ends) {
        for (Conclusion conclusion : List.of(Conclusion.FAILURE, Conclusion.CANCELLED, Conclusion.SUCCESS)) {
            if (ends.contains(conclusion)) {
                return conclusion;
            }
        }
        return Conclusion.SKIPPED;
    }

    /** The {@code needs} context of a job: results and outputs of the jobs it names; of equal outputs the last leg's wins. */
    public Value.Mapping needs(Job job) {
        Map<String, Value> needs = new LinkedHashMap<>();
        run.workflow().needs(job).forEach(need -> needs.put(need.id(), ending(need)));
        return Value.of(needs);
    }

    /** The outputs that the workflow gives to the one that calls it, once it has ended. */
    public Map<String, String> outputs() {
        Map<String, Value> jobs = new LinkedHashMap<>();
        run.workflow().jobs().forEach(job -> jobs.put(job.id(), ending(job)));
        Contexts contexts = JobContexts.of(run).with("jobs", Value.of(jobs)).build(Status.SUCCESS);
        Map<String, String> outputs = new LinkedHashMap<>();
        run.workflow()
                .calledBy()
                .map(Trigger.WorkflowCall::outputs)
                .orElse(List.of())
                .forEach(output -> outputs.put(output.name(), output.value().evaluateText(contexts)));
        return outputs;
    }

    private Value ending(Job job) {
        Map<String, String> outputs = new LinkedHashMap<>();
        legStates(job.id())
                .forEach(state -> state.outputs().forEach((name, text) -> {
                    if (!text.isEmpty() || !outputs.containsKey(name)) {
                        outputs.put(name, text);
                    }
                }));
        String result = conclusion(job.id()).map(Conclusion::text).orElse("");
        return Value.of(Map.of("result", Value.of(result), "outputs", Value.Mapping.ofTexts(outputs)));
    }

    /**
     * What the status functions answer in a job's condition: over all ancestors, not the direct needs alone. As GitHub
     * does, a job behind a skipped one sees neither success nor failure.
     */
    public Status status(Job job) {
        List<Conclusion> ends =
                ancestors(job).stream().flatMap(id -> conclusion(id).stream()).toList();
        boolean success = ends.stream().allMatch(end -> end == Conclusion.SUCCESS);
        boolean failure = ends.contains(Conclusion.FAILURE);
        return new Status(success && !cancelled, failure && !cancelled, cancelled);
    }

    private Set<String> ancestors(Job job) {
        Set<String> ancestors = new LinkedHashSet<>();
        collectAncestors(job, ancestors);
        return ancestors;
    }

    private void collectAncestors(Job job, Set<String> ancestors) {
        for (Job need : run.workflow().needs(job)) {
            if (ancestors.add(need.id())) {
                collectAncestors(need, ancestors);
            }
        }
    }
}
