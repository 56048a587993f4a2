package dev.slipway.server.run;

import dev.slipway.actions.event.Event;
import dev.slipway.actions.plan.Conclusion;
import dev.slipway.actions.plan.JobResult;
import dev.slipway.actions.plan.Move;
import dev.slipway.actions.plan.PlannedJob;
import dev.slipway.actions.plan.Scheduler;
import dev.slipway.actions.run.JobEvent;
import dev.slipway.actions.run.JobState;
import dev.slipway.actions.run.JobTable;
import dev.slipway.actions.run.RunEvent;
import dev.slipway.actions.run.RunState;
import dev.slipway.kernel.Ids;
import dev.slipway.kernel.Problem;
import dev.slipway.runner.host.CancelToken;
import dev.slipway.server.git.Push;
import dev.slipway.store.Database;
import dev.slipway.store.run.Job;
import dev.slipway.store.run.Jobs;
import dev.slipway.store.run.Run;
import dev.slipway.store.run.Runs;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings runs from their creation to their end. One lock orders all decisions; each decision is the scheduler's, is
 * written before it has an effect, and is repeated after a restart from what was written.
 */
public final class RunEngine implements AutoCloseable {

    /** Room between the positions of two jobs for the legs of the first. */
    static final long LEG_ROOM = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(RunEngine.class);
    private static final Set<RunState> UNDER_WAY = Set.of(RunState.QUEUED, RunState.RUNNING, RunState.CANCELLING);
    private static final Set<RunState> BEGUN = Set.of(RunState.RUNNING, RunState.CANCELLING);

    private final RunIntake intake;
    private final RunSources sources;
    private final RunPlans plans;
    private final RunLedger ledger;
    private final Slots slots;
    private final Ids ids;
    private final RunFinished.Listener listener;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, LiveRun> live = Collections.synchronizedMap(new LinkedHashMap<>());
    private final JobGroups groups = new JobGroups();

    RunEngine(
            RunIntake intake,
            RunSources sources,
            RunPlans plans,
            RunLedger ledger,
            Slots slots,
            Ids ids,
            RunFinished.Listener listener) {
        this.intake = intake;
        this.sources = sources;
        this.plans = plans;
        this.ledger = ledger;
        this.slots = slots;
        this.ids = ids;
        this.listener = listener;
    }

    /** Picks up every run that was under way when the server died, with new attempts for the legs it was running. */
    public void start() {
        for (Run run : ledger.database().read(sql -> Runs.in(sql, UNDER_WAY))) {
            adopt(run);
        }
    }

    /** Creates the runs of a push; they begin once the caller's transaction is committed. */
    public void onPush(Push push) {
        String after = push.after();
        if (after == null) {
            return;
        }
        String commit = sources.resolve(push.project(), after).orElse(after);
        Optional<String> before = Optional.ofNullable(push.before());
        Optional<List<String>> paths = sources.changedPaths(push.project(), before, commit);
        Event event = Event.push(push.ref(), commit, before.orElse("0".repeat(40)), push.pusher(), List.of());
        onEvent(push.project(), withPaths(event, paths));
    }

    private static Event withPaths(Event event, Optional<List<String>> paths) {
        return new Event(
                event.name(),
                event.action(),
                event.ref(),
                event.sha(),
                event.before(),
                event.baseRef(),
                event.headRef(),
                event.actor(),
                paths,
                event.payload(),
                event.inputs());
    }

    /** Creates the runs of any event. */
    public List<Run> onEvent(String project, Event event) {
        return ledger.database().transaction(sql -> {
            List<Run> created = intake.take(project, event);
            Database.afterCommit(sql, () -> created.forEach(this::begin));
            return created;
        });
    }

    /**
     * Starts a workflow by hand.
     *
     * @param workflow its file or name
     * @param ref branch or tag; the default branch when absent
     */
    public Run dispatch(
            String project, String workflow, Optional<String> ref, Map<String, String> inputs, String actor) {
        String name = ref.orElseGet(() -> sources.defaultBranch(project));
        String commit = sources.resolve(project, name)
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.NOT_FOUND, "no-such-ref", "there is no ref '" + name + "'", "push it first"));
        String full = sources.resolve(project, "refs/tags/" + name).isPresent() && !name.startsWith("refs/")
                ? "refs/tags/" + name
                : name.startsWith("refs/") ? name : "refs/heads/" + name;
        Run run = intake.dispatch(project, workflow, Event.dispatch(full, commit, actor, inputs));
        begin(run);
        return run;
    }

    /** Asks for the end of a run; jobs whose condition still holds go on. */
    public Run cancel(String runId, String who) {
        Run stored = ledger.database().read(sql -> Runs.get(sql, runId));
        lock.lock();
        try {
            LiveRun run = live.get(runId);
            if (run == null) {
                throw Problem.of(Problem.Kind.CONFLICT, "run-over", "the run is " + stored.state() + " already", null);
            }
            if (run.row().state() != RunState.CANCELLING) {
                cancel(run, "cancelled by " + who, who);
            }
            return run.row();
        } finally {
            lock.unlock();
        }
    }

    private void cancel(LiveRun run, String why, String who) {
        boolean begun = BEGUN.contains(run.row().state());
        run.row(ledger.take(run.row(), RunEvent.CANCEL, why, who));
        if (begun) {
            run.progress(run.progress().cancel());
            advance(run);
        } else {
            run.rows().values().stream()
                    .filter(job -> !JobTable.TABLE.isTerminal(job.state()))
                    .toList()
                    .forEach(job -> run.put(ledger.take(run.row(), job, JobEvent.CANCEL, why)));
            finished(run);
        }
    }

    /** Begins a run that has just been created. */
    void begin(Run run) {
        if (run.state() == RunState.QUEUED) {
            adopt(run);
        } else {
            announce(run);
        }
    }

    private void adopt(Run row) {
        lock.lock();
        try {
            LiveRun run = new LiveRun(row, ledger.until(() -> plans.of(row)));
            ledger.until(() -> ledger.database().read(sql -> Jobs.ofRun(sql, row.id())))
                    .forEach(run::put);
            live.put(row.id(), run);
            if (row.state() == RunState.QUEUED) {
                new RunRecovery(ledger).restore(run);
                admit(run);
            } else {
                new RunRecovery(ledger).restore(run);
                run.progress()
                        .legs()
                        .values()
                        .forEach(legs -> legs.values().stream()
                                .filter(state -> run.row(state.leg()).state() == JobState.QUEUED)
                                .forEach(state -> {
                                    groups.enter(new JobGroups.Member(run, state.leg()));
                                    enqueue(run, state.leg());
                                }));
                advance(run);
            }
        } catch (Problem problem) {
            LOG.error("run {} cannot go on: {}", row.id(), problem.message());
            live.remove(row.id());
            abandon(row, problem);
        } finally {
            lock.unlock();
        }
    }

    private void abandon(Run row, Problem problem) {
        Run run =
                row.state() == RunState.QUEUED || row.state() == RunState.RUNNING || row.state() == RunState.CANCELLING
                        ? ledger.take(row, RunEvent.FAIL, problem.message(), "system")
                        : row;
        announce(run);
    }

    /** Of a concurrency group one run is under way; a newer one waits, and takes the place of one that waits already. */
    private void admit(LiveRun run) {
        String group = run.row().group();
        List<LiveRun> others = group == null ? List.of() : others(run, group);
        if (others.isEmpty()) {
            run.row(ledger.take(run.row(), RunEvent.START, "", "system"));
            advance(run);
            return;
        }
        for (LiveRun other : others) {
            boolean waiting = other.row().state() == RunState.QUEUED;
            if (waiting && !RunPlans.queuesAll(run.plan())) {
                cancel(other, "a newer run of the group '" + group + "' waits", "system");
            } else if (other.row().state() == RunState.RUNNING && RunPlans.cancelsInProgress(run.plan())) {
                cancel(other, "a newer run of the group '" + group + "' takes its place", "system");
            }
        }
        if (others(run, group).isEmpty()) {
            admit(run);
        }
    }

    private List<LiveRun> others(LiveRun run, @Nullable String group) {
        return live.values().stream()
                .filter(other -> other != run
                        && other.row().project().equals(run.row().project())
                        && Objects.equals(other.row().group(), group))
                .toList();
    }

    private void advance(LiveRun run) {
        for (List<Move> moves = Scheduler.next(run.progress());
                !moves.isEmpty();
                moves = Scheduler.next(run.progress())) {
            moves.forEach(move -> make(run, move));
        }
        Optional<Conclusion> conclusion = run.progress().conclusion();
        if (conclusion.isPresent()
                && live.containsKey(run.row().id())
                && BEGUN.contains(run.row().state())) {
            run.row(ledger.take(
                    run.row(),
                    event(run.row().state(), conclusion.get()),
                    run.row().reason(),
                    "system"));
            finished(run);
        }
    }

    private static RunEvent event(RunState state, Conclusion conclusion) {
        return switch (conclusion) {
            case SUCCESS -> RunEvent.SUCCEED;
            case FAILURE -> RunEvent.FAIL;
            case CANCELLED -> RunEvent.STOPPED;
            case SKIPPED -> state == RunState.CANCELLING ? RunEvent.STOPPED : RunEvent.SKIP;
        };
    }

    private void make(LiveRun run, Move move) {
        switch (move) {
            case Move.Expand expand -> {
                expand(run, expand);
                run.apply(move);
            }
            case Move.Start start -> {
                run.apply(move);
                enterGroup(run, start.leg());
            }
            case Move.Skip skip -> settle(run, move, skip.jobId(), JobEvent.SKIP, skip.reason());
            case Move.Fail fail ->
                settle(run, move, fail.jobId(), JobEvent.FAIL, fail.problem().message());
            case Move.Cancel cancel -> stop(run, cancel);
        }
    }

    private void enterGroup(LiveRun run, PlannedJob leg) {
        try {
            if (groups.enter(new JobGroups.Member(run, leg))) {
                release(run, leg);
            }
        } catch (Problem problem) {
            run.put(ledger.take(run.row(), run.row(leg), JobEvent.FAIL, problem.message()));
            run.progress(run.progress().ended(leg, JobResult.of(Conclusion.FAILURE)));
        }
    }

    private void release(LiveRun run, PlannedJob leg) {
        run.put(ledger.take(run.row(), run.row(leg), JobEvent.ADMIT, ""));
        enqueue(run, leg);
    }

    private void leaveGroup(LiveRun run, PlannedJob leg) {
        groups.leave(new JobGroups.Member(run, leg)).ifPresent(next -> release(next.run(), next.leg()));
    }

    private void settle(LiveRun run, Move move, String jobId, JobEvent event, String why) {
        Job row = run.rows().get(jobId);
        if (row != null) {
            run.put(ledger.take(run.row(), row, event, why));
        }
        run.apply(move);
    }

    /** The stand-in of the job gives way to its legs, which wait from now on. */
    private void expand(LiveRun run, Move.Expand expand) {
        Job standIn = run.rows().get(expand.jobId());
        if (standIn == null) {
            throw new IllegalStateException("run " + run.row().id() + " has no job " + expand.jobId());
        }
        List<Job> legs = expand.legs().stream().map(leg -> leg(standIn, leg)).toList();
        ledger.write(
                sql -> {
                    Jobs.remove(sql, standIn);
                    legs.forEach(row -> Jobs.create(sql, row));
                    legs.forEach(row -> ledger.record(sql, run.row(), row));
                    return legs;
                },
                sql -> RunLedger.written(sql, legs.getFirst()).map(_ -> legs));
        run.rows().remove(standIn.legKey());
        legs.forEach(run::put);
    }

    private Job leg(Job standIn, PlannedJob leg) {
        Job waiting = standIn.leg(
                leg.index() == 0 ? standIn.id() : ids.next("job"),
                standIn.position() + leg.index(),
                leg.legKey(),
                leg.displayName(),
                leg.continueOnError());
        return ledger.moved(waiting, JobEvent.READY, "");
    }

    private void stop(LiveRun run, Move.Cancel cancel) {
        run.apply(cancel);
        Job moved = ledger.take(run.row(), run.row(cancel.leg()), JobEvent.CANCEL, cancel.reason());
        run.put(moved);
        if (moved.state() == JobState.CANCELLED) {
            run.progress(run.progress().ended(cancel.leg(), JobResult.of(Conclusion.CANCELLED)));
            leaveGroup(run, cancel.leg());
        } else {
            run.running(cancel.leg()).ifPresent(token -> token.cancel(cancel.reason()));
        }
    }

    private void enqueue(LiveRun run, PlannedJob leg) {
        slots.submit(new Slots.Work() {
            @Override
            public boolean begin(CancelToken token) {
                return started(run, leg, token);
            }

            @Override
            public void run(CancelToken token, LegRunner runner) throws InterruptedException {
                LegEnd end = LegEnd.of(runner, run, leg, token);
                ended(run, leg, end);
            }
        });
    }

    private boolean started(LiveRun run, PlannedJob leg, CancelToken token) {
        lock.lock();
        try {
            if (run.row(leg).state() != JobState.QUEUED) {
                return false;
            }
            run.put(ledger.take(run.row(), run.row(leg), JobEvent.START, ""));
            run.started(leg, token);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void ended(LiveRun run, PlannedJob leg, LegEnd end) {
        lock.lock();
        try {
            Job job = end.write(ledger, run.row(), run.row(leg));
            run.put(job);
            run.stopped(leg);
            run.progress(run.progress().ended(leg, end.result()));
            leaveGroup(run, leg);
            advance(run);
        } finally {
            lock.unlock();
        }
    }

    private void finished(LiveRun run) {
        live.remove(run.row().id());
        announce(run.row());
        String group = run.row().group();
        if (group != null) {
            others(run, group).stream()
                    .filter(other -> other.row().state() == RunState.QUEUED)
                    .findFirst()
                    .filter(_ -> others(run, group).stream()
                            .noneMatch(other -> BEGUN.contains(other.row().state())))
                    .ifPresent(next -> {
                        next.row(ledger.take(next.row(), RunEvent.START, "", "system"));
                        advance(next);
                    });
        }
    }

    /** Off this thread: whoever hears it may take its time, and may ask for the lock. */
    private void announce(Run run) {
        RunFinished finished = new RunFinished(
                run.id(),
                run.project(),
                run.commit(),
                run.ref(),
                run.workflow(),
                run.actor(),
                run.state(),
                ledger.until(() -> ledger.database().read(sql -> Runs.artifacts(sql, run.id()))));
        Thread.ofVirtual().name("finished-" + run.id()).start(() -> {
            try {
                ledger.until(() -> {
                    listener.onRunFinished(finished);
                    return run;
                });
            } catch (RuntimeException e) {
                LOG.error("what should follow the end of run {} failed", run.id(), e);
            }
        });
    }

    /** How many runs are under way, for health and metrics. */
    public int underWay() {
        return live.size();
    }

    /** Ends the processes of all legs; the legs start anew when the server does. */
    @Override
    public void close() {
        ledger.close();
        slots.close();
    }
}
