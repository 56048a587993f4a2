package dev.slipway.server.run;

import dev.slipway.actions.event.Event;
import dev.slipway.actions.expression.Value;
import dev.slipway.actions.plan.Conclusion;
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

    private static final Logger LOG = LoggerFactory.getLogger(RunEngine.class);
    private static final Set<RunState> UNDER_WAY = Set.of(RunState.QUEUED, RunState.RUNNING, RunState.CANCELLING);
    private static final Set<RunState> BEGUN = Set.of(RunState.RUNNING, RunState.CANCELLING);

    private final RunIntake intake;
    private final RunPlans plans;
    private final RunLedger ledger;
    private final Slots slots;
    private final RunEvents happenings;
    private final RunHerald herald;
    private final StrangersGate strangers;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, LiveRun> live = Collections.synchronizedMap(new LinkedHashMap<>());
    private final Groups groups = new Groups();
    private final Doors doors;
    private final RunMoves moves;

    RunEngine(
            RunIntake intake,
            RunSources sources,
            RunPlans plans,
            RunLedger ledger,
            Slots slots,
            Doors doors,
            Ids ids,
            RunFinished.Listener listener) {
        this.intake = intake;
        this.plans = plans;
        this.ledger = ledger;
        this.slots = slots;
        this.doors = doors;
        this.happenings = new RunEvents(sources);
        this.herald = new RunHerald(ledger, happenings, listener, audience());
        this.strangers = new StrangersGate(ledger.database());
        this.moves = new RunMoves(ledger, ids, groups, doors, effects());
    }

    /** Picks up every run that was under way when the server died, with new attempts for the legs it was running. */
    public void start() {
        lock.lock();
        try {
            List<Run> rows = ledger.database().read(sql -> Runs.in(sql, UNDER_WAY));
            rows.stream().filter(RunEngine::unfetched).forEach(this::begin);
            List<LiveRun> runs = rows.stream()
                    .filter(row -> !unfetched(row))
                    .flatMap(row -> restored(row).stream())
                    .toList();
            runs.forEach(this::resume);
            doors.start(this::lookAgain);
        } finally {
            lock.unlock();
        }
    }

    /** Begins a run that somebody has just approved. */
    void approved(String runId) {
        lock.lock();
        try {
            Optional.ofNullable(live.get(runId))
                    .filter(run -> run.row().state() == RunState.QUEUED)
                    .ifPresent(this::admit);
        } finally {
            lock.unlock();
        }
    }

    /** Looks again at all that waits before the gates of environments: something may have opened them. */
    void lookAgain() {
        lock.lock();
        try {
            for (LiveRun run : List.copyOf(live.values())) {
                if (moves.askAgain(run)) {
                    advance(run);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private static boolean unfetched(Run row) {
        return row.state() == RunState.QUEUED
                && StoredEvent.called(row.eventJson()).isEmpty();
    }

    /** Creates the runs of a push; they begin once the caller's transaction is committed. */
    public void onPush(Push push) {
        happenings.of(push).forEach(event -> onEvent(push.project(), event));
    }

    /** Creates the runs of an event that a program makes up. */
    public List<Run> onDispatch(String project, String type, Value payload, String actor) {
        return onEvent(project, happenings.dispatched(project, type, payload, actor));
    }

    /** Creates the runs of any event. */
    public List<Run> onEvent(String project, Event event) {
        return onEvent(project, event, null);
    }

    /** Creates the runs of a pull request's event; those of strangers wait until somebody approves. */
    List<Run> onEvent(String project, Event event, @Nullable PullFacts pull) {
        return ledger.database().transaction(sql -> {
            List<Run> created = intake.take(project, event, pull);
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
        Run run = intake.dispatch(project, workflow, happenings.byHand(project, ref, inputs, actor));
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
        if (run.state() != RunState.QUEUED) {
            herald.ended(run);
            return;
        }
        herald.requested(run);
        if (StoredEvent.called(run.eventJson()).isPresent()) {
            adopt(run);
        } else {
            Thread.ofVirtual().name("fetch-" + run.id()).start(() -> fetch(run));
        }
    }

    /** Off the caller's thread: other repositories may take their time. */
    private void fetch(Run row) {
        try {
            Run known = plans.fetch(row);
            ledger.until(() -> {
                ledger.database().execute(sql -> Runs.keepEvent(sql, known));
                return known;
            });
            adopt(known);
        } catch (Problem problem) {
            LOG.warn("what run {} calls cannot be had: {}", row.id(), problem.message());
            abandon(row, problem);
        }
    }

    private void adopt(Run row) {
        lock.lock();
        try {
            restored(row).ifPresent(this::resume);
        } finally {
            lock.unlock();
        }
    }

    /** As far as its rows say; a run that cannot go on is ended. */
    private Optional<LiveRun> restored(Run row) {
        try {
            LiveRun run = new LiveRun(row, ledger.until(() -> plans.of(row)));
            ledger.until(() -> ledger.database().read(sql -> Jobs.ofRun(sql, row.id())))
                    .forEach(run::put);
            live.put(row.id(), run);
            new RunRecovery(ledger).restore(run);
            moves.rejoin(run);
            return Optional.of(run);
        } catch (Problem problem) {
            LOG.error("run {} cannot go on: {}", row.id(), problem.message());
            live.remove(row.id());
            abandon(row, problem);
            return Optional.empty();
        }
    }

    private void resume(LiveRun run) {
        if (run.row().state() == RunState.QUEUED) {
            admit(run);
        } else {
            moves.enqueueAgain(run);
            advance(run);
        }
    }

    private void abandon(Run row, Problem problem) {
        Run run = UNDER_WAY.contains(row.state()) ? ledger.take(row, RunEvent.FAIL, problem.message(), "system") : row;
        herald.ended(run);
    }

    /** Begins the run when it is the first of its concurrency group, if it has one. */
    private void admit(LiveRun run) {
        if (!ledger.until(() -> strangers.admits(run.row()))) {
            return;
        }
        Groups.Member member = new Groups.Member.Whole(run);
        try {
            for (Groups.Wish wish : Groups.wishes(run)) {
                groups.enter(member, wish).forEach(other -> moves.giveWay(other, wish.group()));
                if (!groups.isFirst(member, wish)) {
                    return;
                }
            }
        } catch (Problem problem) {
            run.row(ledger.take(run.row(), RunEvent.FAIL, problem.message(), "system"));
            finished(run);
            return;
        }
        if (run.row().state() == RunState.QUEUED) {
            run.row(ledger.take(run.row(), RunEvent.START, "", "system"));
            herald.started(run.row());
            advance(run);
        }
    }

    private void advance(LiveRun run) {
        for (List<Move> next = Scheduler.next(run.progress()); !next.isEmpty(); next = Scheduler.next(run.progress())) {
            moves.make(run, next);
        }
        moves.leaveEndedCalls(run);
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
        for (Optional<LiveRun> woken = moves.nextWoken(); woken.isPresent(); woken = moves.nextWoken()) {
            advance(woken.get());
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

    private RunMoves.Effects effects() {
        return new RunMoves.Effects() {
            @Override
            public void enqueue(LiveRun run, PlannedJob leg) {
                slots.submit(work(run, leg));
            }

            @Override
            public void giveWay(LiveRun run, String why) {
                if (run.row().state() != RunState.CANCELLING) {
                    cancel(run, why, "system");
                }
            }

            @Override
            public void admit(LiveRun run) {
                RunEngine.this.admit(run);
            }
        };
    }

    private RunHerald.Audience audience() {
        return new RunHerald.Audience() {
            @Override
            public void onEvent(String project, Event event) {
                RunEngine.this.onEvent(project, event);
            }

            @Override
            public void afterEnd() {
                lookAgain();
            }
        };
    }

    private Slots.Work work(LiveRun run, PlannedJob leg) {
        return new Slots.Work() {
            @Override
            public boolean begin(CancelToken token) {
                return started(run, leg, token);
            }

            @Override
            public void run(CancelToken token, LegRunner runner) throws InterruptedException {
                LegEnd end = LegEnd.of(runner, run, leg, token);
                ended(run, leg, end);
            }
        };
    }

    private boolean started(LiveRun run, PlannedJob leg, CancelToken token) {
        lock.lock();
        try {
            if (run.row(leg).state() != JobState.QUEUED || !ledger.until(() -> strangers.admits(run.row()))) {
                return false;
            }
            run.put(ledger.take(run.row(), run.row(leg), JobEvent.START, ""));
            run.started(leg, token);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void ended(LiveRun run, PlannedJob leg, LegEnd whole) {
        lock.lock();
        try {
            LegEnd end = whole.within(run.progress());
            Job job = end.write(ledger, run.row(), run.row(leg));
            run.put(job);
            run.stopped(leg);
            run.progress(run.progress().ended(leg, end.result()));
            moves.leave(run, leg);
            advance(run);
        } finally {
            lock.unlock();
        }
    }

    private void finished(LiveRun run) {
        live.remove(run.row().id());
        herald.ended(run.row());
        moves.leave(new Groups.Member.Whole(run));
    }

    /** How many runs are under way, for health and metrics. */
    public int underWay() {
        return live.size();
    }

    /** Ends the processes of all legs; the legs start anew when the server does. */
    @Override
    public void close() {
        doors.close();
        ledger.close();
        slots.close();
    }
}
