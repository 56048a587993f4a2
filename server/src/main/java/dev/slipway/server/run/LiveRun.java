package dev.slipway.server.run;

import dev.slipway.actions.plan.Leg;
import dev.slipway.actions.plan.LegState;
import dev.slipway.actions.plan.Move;
import dev.slipway.actions.plan.PlannedCall;
import dev.slipway.actions.plan.PlannedJob;
import dev.slipway.actions.plan.PlannedRun;
import dev.slipway.actions.plan.Progress;
import dev.slipway.actions.run.JobState;
import dev.slipway.runner.host.CancelToken;
import dev.slipway.store.run.Job;
import dev.slipway.store.run.Run;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A run that is under way, as the engine holds it: its rows as they were last written, and how far its plan is. */
final class LiveRun {

    private final PlannedRun plan;
    private Run row;
    private Progress progress;
    private final Map<String, Job> rows = new LinkedHashMap<>();
    private final Map<String, CancelToken> running = new HashMap<>();
    private final List<PlannedCall> entered = new ArrayList<>();
    private final Map<String, Leg> atDoor = new LinkedHashMap<>();

    LiveRun(Run row, PlannedRun plan) {
        this.row = row;
        this.plan = plan;
        this.progress = Progress.start(plan);
    }

    PlannedRun plan() {
        return plan;
    }

    Run row() {
        return row;
    }

    void row(Run next) {
        row = next;
    }

    Progress progress() {
        return progress;
    }

    void progress(Progress next) {
        progress = next;
    }

    void apply(Move move) {
        progress = progress.apply(move);
    }

    /** Rows by leg key, in their order. */
    Map<String, Job> rows() {
        return rows;
    }

    Job row(Leg leg) {
        Job job = rows.get(leg.legKey());
        if (job == null) {
            throw new IllegalStateException("run " + row.id() + " has no leg " + leg.legKey());
        }
        return job;
    }

    /** The row that stands for what is not known yet: the legs of a job, or the jobs of a call. */
    Job standIn(String key) {
        Job job = rows.get(key);
        if (job == null) {
            throw new IllegalStateException("run " + row.id() + " has no job " + key);
        }
        return job;
    }

    void put(Job job) {
        rows.put(job.legKey(), job);
    }

    /** How to stop a leg that runs now. */
    Optional<CancelToken> running(Leg leg) {
        return Optional.ofNullable(running.get(leg.legKey()));
    }

    void started(PlannedJob leg, CancelToken cancel) {
        running.put(leg.legKey(), cancel);
    }

    void stopped(PlannedJob leg) {
        running.remove(leg.legKey());
    }

    /** It waits before the gates of an environment. */
    void waitsAtDoor(Leg leg) {
        atDoor.put(leg.legKey(), leg);
    }

    /** Those that wait there still; they are to be asked for anew. */
    List<Leg> takeFromDoor() {
        List<Leg> waiting = atDoor.values().stream()
                .filter(leg -> row(leg).state() == JobState.WAITING)
                .toList();
        atDoor.clear();
        return waiting;
    }

    /** The jobs of the call have begun. */
    void entered(PlannedCall call) {
        entered.add(call);
    }

    /** Calls whose jobs have all ended since this was asked last. */
    List<PlannedCall> endedCalls() {
        if (entered.isEmpty()) {
            return List.of();
        }
        Set<String> over = progress.everyLeg()
                .filter(LegState::ended)
                .map(state -> state.leg().legKey())
                .collect(Collectors.toSet());
        List<PlannedCall> ended =
                entered.stream().filter(call -> over.contains(call.legKey())).toList();
        entered.removeAll(ended);
        return ended;
    }
}
