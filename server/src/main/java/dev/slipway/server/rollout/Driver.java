package dev.slipway.server.rollout;

import dev.slipway.delivery.instance.InstanceStatus;
import dev.slipway.delivery.judge.Judgement;
import dev.slipway.delivery.judge.Verdict;
import dev.slipway.delivery.rollout.Decision;
import dev.slipway.delivery.rollout.Pilot;
import dev.slipway.delivery.rollout.Progress;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutEvent;
import dev.slipway.delivery.rollout.RolloutPlan;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.kernel.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Performs the effect of the state that a rollout is in, observes, and asks the pilot. The state itself is the written
 * intent: whatever is done here is idempotent and is simply done again after a restart.
 */
final class Driver {

    private static final Duration FAR = Duration.ofHours(1);

    private static final Judgement SAME_RELEASE = new Judgement(
            Verdict.INCONCLUSIVE, List.of(), "the same release with other instances, so nothing is judged");

    private static final Set<RolloutState> BEFORE_TRAFFIC =
            EnumSet.of(RolloutState.PREPARED, RolloutState.STARTED, RolloutState.VERIFIED);

    private final Books books;
    private final Plans plans;
    private final Fleet fleet;
    private final Router router;
    private final Watcher watcher;
    private final Lookout lookout;
    private final Launch launch;
    private final Departure departure;
    private final Gatehouse gatehouse;
    private final Clerk clerk;
    private final InstantSource clock;

    Driver(Parts parts, Gatehouse gatehouse, Clerk clerk, Plans plans, Books books) {
        this.books = books;
        this.plans = plans;
        this.fleet = new Fleet(parts.platform(), parts.vault());
        this.router = new Router(parts.traffic(), fleet, parts.epoch());
        this.watcher = new Watcher(books, parts.traffic());
        this.lookout = new Lookout(router, watcher, new Gauges(books, parts.metrics()), clerk, parts.clock());
        this.gatehouse = gatehouse;
        this.clerk = clerk;
        this.clock = parts.clock();
        Instruments instruments = new Instruments(fleet, router, watcher, new Drain(parts.traffic()), new Smoke());
        this.launch = new Launch(parts, instruments, gatehouse);
        this.departure = new Departure(instruments);
    }

    /** What the parts of a rollout's way share. */
    record Instruments(Fleet fleet, Router router, Watcher watcher, Drain drain, Smoke smoke) {}

    /**
     * Takes one step.
     *
     * @return where that has led
     * @throws Problem CONFLICT when somebody else moved it meanwhile: take the next step at once
     */
    Stand step(String id) throws InterruptedException {
        Rollout rollout = books.database().read(sql -> books.rollouts().get(sql, id));
        if (rollout.state().isTerminal()) {
            lookout.forget(id);
            return Stand.over(rollout);
        }
        books.database().passFence();
        Step step = decide(rollout);
        Rollout after = books.database().transaction(sql -> {
            step.sight().ifPresent(sight -> lookout.write(rollout, sight));
            Rollout current = unlessMoved(rollout, books.rollouts().get(sql, id));
            return switch (step.decision()) {
                case Decision.Move move -> clerk.move(current, move, Clerk.SLIPWAY);
                case Decision.Stay stay -> clerk.stay(current, stay);
            };
        });
        step.sight().ifPresent(sight -> lookout.keep(rollout, sight));
        if (after.state().isTerminal()) {
            lookout.forget(id);
            return Stand.over(after);
        }
        Instant due = switch (step.decision()) {
            case Decision.Move _ -> clock.instant();
            case Decision.Stay stay -> stay.dueAt();
        };
        return new Stand(after.state(), Optional.of(due));
    }

    /**
     * Where a rollout is after a step.
     *
     * @param due when the next step is; absent when the rollout is over
     */
    record Stand(RolloutState state, Optional<Instant> due) {

        private static Stand over(Rollout rollout) {
            return new Stand(rollout.state(), Optional.empty());
        }
    }

    /**
     * What is done next.
     *
     * @param sight the look that it was decided by, where there was one
     */
    private record Step(Decision decision, Optional<Lookout.Sight> sight) {

        static Step by(Decision decision) {
            return new Step(decision, Optional.empty());
        }

        static Step by(Decision decision, Lookout.Sight sight) {
            return new Step(decision, Optional.of(sight));
        }
    }

    /** A look makes a version of its own, so only the state says whether the decision still holds. */
    private static Rollout unlessMoved(Rollout seen, Rollout current) {
        boolean same = seen.state() == current.state()
                && seen.stateSince().equals(current.stateSince())
                && seen.progress().pauseWanted() == current.progress().pauseWanted();
        if (!same) {
            throw Problem.of(
                    Problem.Kind.CONFLICT, "stale-version", "rollout " + seen.id() + " has moved on", "look again");
        }
        return current;
    }

    private Step decide(Rollout rollout) throws InterruptedException {
        if (rollout.state() == RolloutState.REQUESTED) {
            return Step.by(admit(rollout));
        }
        RolloutPlan plan = plans.plan(rollout);
        Sides sides = new Sides(rollout, plan);
        follow(sides);
        Pilot pilot = new Pilot(rollout, plan, clock.instant());
        return switch (rollout.state()) {
            case GATED -> Step.by(pilot.gated(gatehouse.look(rollout, plan)));
            case PREPARED -> Step.by(launch.prepare(rollout, plan));
            case STARTED -> Step.by(launch.start(sides, pilot));
            case VERIFIED -> Step.by(launch.verify(sides, pilot));
            case SHIFTING -> Step.by(shift(sides, pilot));
            case OBSERVING -> observe(sides);
            case HELD -> hold(sides);
            case PROMOTED -> Step.by(pilot.promoted(fleet.crew(sides).instances()));
            case BAKING -> bake(sides);
            case FINISHING -> Step.by(departure.finish(sides, pilot));
            case ROLLING_BACK -> Step.by(departure.rollBack(sides, pilot));
            case CHECKING_ROLLBACK -> Step.by(departure.checkRollback(sides, pilot));
            case NEEDS_HUMAN ->
                Step.by(new Decision.Stay(
                        rollout.progress(), rollout.reason(), clock.instant().plus(FAR)));
            case REQUESTED, SUCCEEDED, ROLLED_BACK, FAILED, SUPERSEDED, CANCELLED ->
                throw new IllegalStateException(rollout.state() + " has no effect");
        };
    }

    /** Where the weights stay as they are, whoever has them may still come back at another address. */
    private void follow(Sides sides) {
        RolloutState state = sides.rollout().state();
        if (BEFORE_TRAFFIC.contains(state)) {
            router.follow(sides.shares(0));
        } else if (state == RolloutState.NEEDS_HUMAN) {
            router.follow(sides.restored());
        }
    }

    private Decision admit(Rollout rollout) {
        try {
            plans.plan(rollout);
            return new Decision.Move(RolloutEvent.ADMIT, rollout.progress(), rollout.reason());
        } catch (Problem e) {
            if (e.kind() == Problem.Kind.UNAVAILABLE) {
                throw e;
            }
            return new Decision.Move(RolloutEvent.FAIL, rollout.progress(), e.message());
        }
    }

    private Decision shift(Sides sides, Pilot pilot) {
        Rollout rollout = sides.rollout();
        List<InstanceStatus> instances = fleet.crew(sides).instances();
        try {
            router.ensure(sides.shares(sides.weight()));
            Decision decision = pilot.shifting(Optional.empty(), instances);
            return decision instanceof Decision.Move move && move.event() == RolloutEvent.ROUTE
                    ? new Decision.Move(
                            move.event(), move.progress().looked(watcher.count(rollout, sides.plan())), move.reason())
                    : decision;
        } catch (Problem e) {
            return pilot.shifting(Optional.of(e.message()), instances);
        }
    }

    private Step observe(Sides sides) {
        return watch(sides, sides.weight(), Pilot::observing);
    }

    private Step hold(Sides sides) {
        return watch(sides, sides.weight(), Pilot::held);
    }

    private Step bake(Sides sides) {
        return watch(sides, 100, Pilot::baking);
    }

    /** What a state is left by in which a release is watched. */
    @FunctionalInterface
    private interface Watched {
        Decision by(Pilot pilot, Judgement judgement, List<InstanceStatus> instances, int wanted);
    }

    /** The two sides of a restart are one release: nothing could be told apart, so nothing is judged. */
    private Step watch(Sides sides, int weight, Watched watched) {
        if (sides.rollout().isRestart()) {
            router.ensure(sides.shares(weight));
            Fleet.Crew crew = fleet.crew(sides);
            Pilot pilot = new Pilot(sides.rollout(), sides.plan(), clock.instant());
            return Step.by(watched.by(pilot, SAME_RELEASE, crew.instances(), crew.wanted()));
        }
        Lookout.Sight sight = lookout.look(sides, weight);
        Fleet.Crew crew = fleet.crew(sides);
        return Step.by(watched.by(pilot(sides, sight), sight.judgement(), crew.instances(), crew.wanted()), sight);
    }

    private Pilot pilot(Sides sides, Lookout.Sight sight) {
        Rollout rollout = sides.rollout();
        Progress progress = rollout.progress().looked(sight.seen().counted());
        Rollout looked = rollout.staying(progress, rollout.reason(), clock.instant());
        return new Pilot(looked, sides.plan(), clock.instant());
    }
}
