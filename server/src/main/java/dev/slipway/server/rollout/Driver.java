package dev.slipway.server.rollout;

import dev.slipway.delivery.instance.InstanceStatus;
import dev.slipway.delivery.rollout.Decision;
import dev.slipway.delivery.rollout.Pilot;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutEvent;
import dev.slipway.delivery.rollout.RolloutPlan;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.kernel.Problem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
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

    private static final Set<RolloutState> BEFORE_TRAFFIC =
            EnumSet.of(RolloutState.PREPARED, RolloutState.STARTED, RolloutState.VERIFIED);

    private final Books books;
    private final Plans plans;
    private final Fleet fleet;
    private final Router router;
    private final Watcher watcher;
    private final Gauges gauges;
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
        this.gauges = new Gauges(books, parts.metrics());
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
     * @return when the next step is due; absent when the rollout is over
     * @throws Problem CONFLICT when somebody else moved it meanwhile: take the next step at once
     */
    Optional<Instant> step(String id) throws InterruptedException {
        Rollout rollout = books.database().read(sql -> books.rollouts().get(sql, id));
        if (rollout.state().isTerminal()) {
            forget(id);
            return Optional.empty();
        }
        books.database().passFence();
        Decision decision = decide(rollout);
        return switch (decision) {
            case Decision.Move move -> {
                Rollout current = books.database().read(sql -> books.rollouts().get(sql, id));
                Rollout after = clerk.move(unlessMoved(rollout, current), move, Clerk.SLIPWAY);
                if (after.state().isTerminal()) {
                    forget(id);
                    yield Optional.empty();
                }
                yield Optional.of(clock.instant());
            }
            case Decision.Stay stay -> {
                Rollout current = books.database().read(sql -> books.rollouts().get(sql, id));
                clerk.stay(unlessMoved(rollout, current), stay);
                yield Optional.of(stay.dueAt());
            }
        };
    }

    private void forget(String id) {
        watcher.forget(id);
        gauges.forget(id);
    }

    /** A look writes a version of its own, so only the state says whether the decision still holds. */
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

    private Decision decide(Rollout rollout) throws InterruptedException {
        if (rollout.state() == RolloutState.REQUESTED) {
            return admit(rollout);
        }
        RolloutPlan plan = plans.plan(rollout);
        Sides sides = new Sides(rollout, plan);
        follow(sides);
        Pilot pilot = new Pilot(rollout, plan, clock.instant());
        return switch (rollout.state()) {
            case GATED -> pilot.gated(gatehouse.look(rollout, plan));
            case PREPARED -> launch.prepare(rollout, plan);
            case STARTED -> launch.start(sides, pilot);
            case VERIFIED -> launch.verify(sides, pilot);
            case SHIFTING -> shift(sides, pilot);
            case OBSERVING -> observe(sides);
            case HELD -> hold(sides);
            case PROMOTED -> pilot.promoted(instances(sides));
            case BAKING -> bake(sides);
            case FINISHING -> departure.finish(sides, pilot);
            case ROLLING_BACK -> departure.rollBack(sides, pilot);
            case CHECKING_ROLLBACK -> departure.checkRollback(sides, pilot);
            case NEEDS_HUMAN ->
                new Decision.Stay(
                        rollout.progress(), rollout.reason(), clock.instant().plus(FAR));
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
        List<InstanceStatus> instances = fleet.look(sides.growing());
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

    private Decision observe(Sides sides) {
        Watcher.Seen seen = look(sides, sides.weight());
        return pilot(sides, seen).observing(seen.judgement(), instances(sides), wanted(sides));
    }

    private Decision hold(Sides sides) {
        Watcher.Seen seen = look(sides, sides.weight());
        return pilot(sides, seen).held(seen.judgement(), instances(sides), wanted(sides));
    }

    private Decision bake(Sides sides) {
        Watcher.Seen seen = look(sides, 100);
        return pilot(sides, seen).baking(seen.judgement(), instances(sides), wanted(sides));
    }

    private Watcher.Seen look(Sides sides, int weight) {
        Rollout rollout = sides.rollout();
        router.ensure(sides.shares(weight));
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Watcher.Seen traffic = watcher.look(rollout, sides.plan(), weight, now);
        Gauges.Said said = gauges.judged(rollout, traffic.watch());
        Watcher.Seen seen = traffic.and(said.evidence());
        if (said.fresh().isEmpty() && watcher.repeats(rollout, seen)) {
            return seen;
        }
        clerk.looked(rollout, seen, said.fresh());
        watcher.keep(rollout, seen);
        gauges.keep(rollout.id(), said.fresh());
        return seen;
    }

    private Pilot pilot(Sides sides, Watcher.Seen seen) {
        Rollout rollout = sides.rollout();
        Rollout looked = rollout.staying(rollout.progress().looked(seen.counted()), rollout.reason(), clock.instant());
        return new Pilot(looked, sides.plan(), clock.instant());
    }

    private List<InstanceStatus> instances(Sides sides) {
        return fleet.look(sides.growing());
    }

    private int wanted(Sides sides) {
        return fleet.wanted(sides.growing());
    }
}
