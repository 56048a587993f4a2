package dev.slipway.server.run;

import dev.slipway.actions.plan.Conclusion;
import dev.slipway.actions.plan.JobResult;
import dev.slipway.actions.plan.Leg;
import dev.slipway.actions.plan.LegState;
import dev.slipway.actions.plan.Move;
import dev.slipway.actions.plan.PlannedCall;
import dev.slipway.actions.plan.PlannedJob;
import dev.slipway.actions.plan.PlannedRun;
import dev.slipway.actions.run.JobEvent;
import dev.slipway.actions.run.JobState;
import dev.slipway.actions.run.RunState;
import dev.slipway.kernel.Ids;
import dev.slipway.kernel.Problem;
import dev.slipway.store.run.Job;
import dev.slipway.store.run.Jobs;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes the scheduler's moves: each is written before it has an effect. A job has one row that stands for it until its
 * legs are known, then one row for each leg; a call's row gives way to those of the jobs that are called when it begins.
 * The engine's lock orders all of it.
 */
final class RunMoves {

    private final RunLedger ledger;
    private final Ids ids;
    private final Groups groups;
    private final Doors doors;
    private final Effects effects;
    private final Deque<LiveRun> woken = new ArrayDeque<>();

    /** What goes beyond the rows of one run. */
    interface Effects {

        /** The leg may run as soon as there is a place. */
        void enqueue(LiveRun run, PlannedJob leg);

        /** A whole run of a group has to end, or may begin. */
        void giveWay(LiveRun run, String why);

        void admit(LiveRun run);
    }

    RunMoves(RunLedger ledger, Ids ids, Groups groups, Doors doors, Effects effects) {
        this.ledger = ledger;
        this.ids = ids;
        this.groups = groups;
        this.doors = doors;
        this.effects = effects;
    }

    /** Makes moves in their order; neighbours that nothing stands between are written together. */
    void make(LiveRun run, List<Move> moves) {
        for (int made = 0; made < moves.size(); ) {
            Neighbours next = Neighbours.first(run, moves.subList(made, moves.size()));
            switch (next) {
                case Neighbours.Single(Move move) -> make(run, move);
                case Neighbours.Starts(List<PlannedJob> legs) -> start(run, legs);
                case Neighbours.Cancels(List<Move.Cancel> cancels) -> cancel(run, cancels);
            }
            made += next.count();
        }
    }

    private void start(LiveRun run, List<PlannedJob> legs) {
        legs.forEach(leg -> run.apply(new Move.Start(leg)));
        List<Job> rows = legs.stream()
                .map(leg -> ledger.moved(run.row(leg), JobEvent.ADMIT, ""))
                .toList();
        ledger.take(run.row(), rows).forEach(run::put);
        legs.forEach(leg -> effects.enqueue(run, leg));
    }

    private void cancel(LiveRun run, List<Move.Cancel> cancels) {
        cancels.forEach(run::apply);
        List<Job> rows = cancels.stream()
                .map(cancel -> ledger.moved(run.row(cancel.leg()), JobEvent.CANCEL, cancel.reason()))
                .toList();
        ledger.take(run.row(), rows).forEach(run::put);
        cancels.forEach(cancel -> run.progress(run.progress().ended(cancel.leg(), JobResult.of(Conclusion.CANCELLED))));
    }

    private void make(LiveRun run, Move move) {
        switch (move) {
            case Move.Expand expand -> {
                expand(run, expand);
                run.apply(move);
            }
            case Move.Start start -> {
                run.apply(move);
                admit(run, start.leg());
            }
            case Move.Skip skip -> settle(run, move, skip.jobKey(), JobEvent.SKIP, skip.reason());
            case Move.Fail fail ->
                settle(run, move, fail.jobKey(), JobEvent.FAIL, fail.problem().message());
            case Move.Cancel cancel -> stop(run, cancel);
        }
    }

    private void settle(LiveRun run, Move move, String jobKey, JobEvent event, String why) {
        Job row = run.rows().get(jobKey);
        if (row != null) {
            run.put(ledger.take(run.row(), row, event, why));
        }
        run.apply(move);
    }

    /** The stand-in of the job gives way to its legs, which wait from now on. */
    private void expand(LiveRun run, Move.Expand expand) {
        Job standIn = run.standIn(expand.jobKey());
        List<Job> legs = expand.legs().stream().map(leg -> leg(standIn, leg)).toList();
        replace(run, standIn, legs);
    }

    private void replace(LiveRun run, Job standIn, List<Job> rows) {
        ledger.write(
                sql -> {
                    Jobs.remove(sql, standIn);
                    Jobs.create(sql, rows);
                    ledger.record(sql, run.row(), rows);
                    return rows;
                },
                sql -> RunLedger.written(sql, rows.getFirst()).map(_ -> rows));
        run.rows().remove(standIn.legKey());
        rows.forEach(run::put);
    }

    private Job leg(Job standIn, Leg leg) {
        Job waiting = standIn.leg(
                leg.index() == 0 ? standIn.id() : ids.next("job"),
                standIn.position() + leg.index() * legRoom(leg),
                leg.legKey(),
                leg.displayName(),
                leg.continueOnError());
        return ledger.moved(waiting, JobEvent.READY, "");
    }

    private static long legRoom(Leg leg) {
        return switch (leg) {
            case PlannedJob _ -> 1;
            case PlannedCall call -> Math.max(1, Positions.room(call.run().depth()) / Positions.MOST_LEGS);
        };
    }

    /** Gets the groups of a leg one after the other, then lets it run. */
    void admit(LiveRun run, Leg leg) {
        Groups.Member member = new Groups.Member.Part(run, leg);
        try {
            for (Groups.Wish wish : Groups.wishes(run, leg)) {
                groups.enter(member, wish).forEach(other -> giveWay(other, wish.group()));
                if (!groups.isFirst(member, wish)) {
                    return;
                }
            }
        } catch (Problem problem) {
            fail(run, leg, problem.message());
            return;
        }
        if (run.rows().containsKey(leg.legKey()) && run.row(leg).state() == JobState.WAITING) {
            release(run, leg);
        }
    }

    private void fail(LiveRun run, Leg leg, String why) {
        run.put(ledger.take(run.row(), run.row(leg), JobEvent.FAIL, why));
        run.progress(run.progress().ended(leg, JobResult.of(Conclusion.FAILURE)));
        leave(run, leg);
    }

    /** Ends what another member of its group takes the place of. */
    void giveWay(Groups.Member member, String group) {
        String why = "a newer one of the concurrency group '" + group.substring(group.indexOf('/') + 1)
                + "' takes its place";
        switch (member) {
            case Groups.Member.Whole(LiveRun run) -> effects.giveWay(run, why);
            case Groups.Member.Part(LiveRun run, Leg leg) -> {
                stop(run, new Move.Cancel(leg, why));
                woken.add(run);
            }
        }
    }

    private void release(LiveRun run, Leg leg) {
        switch (leg) {
            case PlannedJob job -> enter(run, job);
            case PlannedCall call -> {
                replace(run, run.standIn(call.legKey()), called(run, call));
                run.progress(run.progress().entered(call));
                run.entered(call);
                woken.add(run);
            }
        }
    }

    private void enter(LiveRun run, PlannedJob leg) {
        switch (doors.ask(run.row(), leg, run.row(leg))) {
            case Doors.Answer.Open _ -> {
                run.put(ledger.take(run.row(), run.row(leg), JobEvent.ADMIT, ""));
                effects.enqueue(run, leg);
            }
            case Doors.Answer.Wait(String why) -> {
                run.put(ledger.note(run.row(), run.row(leg), why));
                run.waitsAtDoor(leg);
            }
            case Doors.Answer.Refuse(String why) -> fail(run, leg, why);
        }
    }

    /** Asks for the legs again that wait before the gates of an environment; true when there were any. */
    boolean askAgain(LiveRun run) {
        List<Leg> waiting = run.takeFromDoor();
        waiting.forEach(leg -> admit(run, leg));
        return !waiting.isEmpty();
    }

    private List<Job> called(LiveRun run, PlannedCall call) {
        Job row = run.standIn(call.legKey());
        PlannedRun inner = call.called();
        List<Job> rows = new ArrayList<>();
        for (dev.slipway.actions.workflow.Job job : inner.workflow().jobs()) {
            long position = row.position() + rows.size() * Positions.room(inner.depth());
            Job standIn = standIn(ids.next("job"), row.run(), position, inner, job, row.createdAt());
            rows.add(job.needIds().isEmpty() ? standIn.needing(row.needs()) : standIn);
        }
        return rows;
    }

    /** The row of a job whose legs are not known yet. */
    static Job standIn(
            String id, String run, long position, PlannedRun plan, dev.slipway.actions.workflow.Job job, Instant at) {
        List<String> needs =
                job.needIds().stream().map(need -> plan.scope() + need).toList();
        return Job.blocked(id, run, position, plan.key(job), plan.named(job.id()), needs, at);
    }

    /** Gives up the groups of a leg that is over, for those that wait. */
    void leave(LiveRun run, Leg leg) {
        leave(new Groups.Member.Part(run, leg));
    }

    void leave(Groups.Member member) {
        for (Groups.Member next : groups.leave(member)) {
            switch (next) {
                case Groups.Member.Whole(LiveRun run) -> effects.admit(run);
                case Groups.Member.Part(LiveRun run, Leg leg) -> {
                    admit(run, leg);
                    woken.add(run);
                }
            }
        }
    }

    /** After a restart, before anything else: what had begun is in its groups again, before all that waits. */
    void rejoin(LiveRun run) {
        if (run.row().state() != RunState.QUEUED) {
            rejoin(new Groups.Member.Whole(run), () -> Groups.wishes(run));
        }
        run.progress()
                .everyLeg()
                .filter(state -> state.started() && !state.ended())
                .map(LegState::leg)
                .toList()
                .forEach(leg -> {
                    rejoin(new Groups.Member.Part(run, leg), () -> Groups.wishes(run, leg));
                    if (leg instanceof PlannedCall call) {
                        run.entered(call);
                    }
                });
    }

    private void rejoin(Groups.Member member, Supplier<List<Groups.Wish>> wishes) {
        wishes.get().forEach(wish -> groups.rejoin(member, wish));
    }

    /** After a restart: legs that waited for a place, or ran, wait for one again. */
    void enqueueAgain(LiveRun run) {
        run.progress().everyLeg().map(LegState::leg).toList().forEach(leg -> {
            if (leg instanceof PlannedJob job && run.row(job).state() == JobState.QUEUED) {
                effects.enqueue(run, job);
            }
        });
    }

    /** Gives up the groups of calls whose jobs have all ended. */
    void leaveEndedCalls(LiveRun run) {
        run.endedCalls().forEach(call -> leave(run, call));
    }

    /** A run that something was done to from outside of it, so that it has to be looked at. */
    Optional<LiveRun> nextWoken() {
        return Optional.ofNullable(woken.poll());
    }

    private void stop(LiveRun run, Move.Cancel cancel) {
        run.apply(cancel);
        Leg leg = cancel.leg();
        if (!run.rows().containsKey(leg.legKey())) {
            return;
        }
        Job moved = ledger.take(run.row(), run.row(leg), JobEvent.CANCEL, cancel.reason());
        run.put(moved);
        if (moved.state() == JobState.CANCELLED) {
            run.progress(run.progress().ended(leg, JobResult.of(Conclusion.CANCELLED)));
            leave(run, leg);
        } else {
            run.running(leg).ifPresent(token -> token.cancel(cancel.reason()));
        }
    }
}
