package dev.slipway.server.rollout;

import dev.slipway.delivery.config.EnvironmentConfig.SmokeTest;
import dev.slipway.delivery.config.ServiceConfig;
import dev.slipway.delivery.config.Strategy;
import dev.slipway.delivery.instance.InstanceState;
import dev.slipway.delivery.instance.InstanceStatus;
import dev.slipway.delivery.judge.Arm;
import dev.slipway.delivery.port.Traffic;
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
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Performs the effect of the state that a rollout is in, observes, and asks the pilot. The state itself is the written
 * intent: whatever is done here is idempotent and is simply done again after a restart.
 */
final class Driver {

    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration FAR = Duration.ofHours(1);

    /** The weights stay as they are, but whoever has them may come back at another address. */
    private static final Set<RolloutState> UNMOVED =
            EnumSet.of(RolloutState.PREPARED, RolloutState.STARTED, RolloutState.VERIFIED, RolloutState.NEEDS_HUMAN);

    private final Books books;
    private final Plans plans;
    private final Fleet fleet;
    private final Router router;
    private final Watcher watcher;
    private final Traffic traffic;
    private final Vault vault;
    private final Gatehouse gatehouse;
    private final Clerk clerk;
    private final InstantSource clock;
    private final Smoke smoke = new Smoke();

    Driver(Parts parts, Gatehouse gatehouse, Clerk clerk, Plans plans, Books books) {
        this.books = books;
        this.plans = plans;
        this.fleet = new Fleet(parts.platform(), parts.vault());
        this.traffic = parts.traffic();
        this.router = new Router(traffic, fleet, parts.epoch());
        this.watcher = new Watcher(books, traffic);
        this.vault = parts.vault();
        this.gatehouse = gatehouse;
        this.clerk = clerk;
        this.clock = parts.clock();
    }

    /**
     * Takes one step.
     *
     * @return when the next step is due; absent when the rollout is over
     * @throws Problem CONFLICT when somebody else moved it meanwhile: take the next step at once
     */
    Optional<Instant> step(String id) throws InterruptedException {
        Rollout rollout = books.database().read(sql -> books.rollouts().get(sql, id));
        if (rollout.state().isTerminal()) {
            watcher.forget(id);
            return Optional.empty();
        }
        books.database().passFence();
        Decision decision = decide(rollout);
        return switch (decision) {
            case Decision.Move move -> {
                Rollout current = books.database().read(sql -> books.rollouts().get(sql, id));
                Rollout after = clerk.move(unlessMoved(rollout, current), move, Clerk.SLIPWAY);
                if (after.state().isTerminal()) {
                    watcher.forget(id);
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
        if (UNMOVED.contains(rollout.state())) {
            router.follow(sides(rollout, plan));
        }
        Pilot pilot = new Pilot(rollout, plan, clock.instant());
        return switch (rollout.state()) {
            case GATED -> pilot.gated(gatehouse.look(rollout, plan));
            case PREPARED -> prepare(rollout, plan);
            case STARTED -> start(rollout, plan, pilot);
            case VERIFIED -> verify(rollout, plan, pilot);
            case SHIFTING -> shift(rollout, plan, pilot);
            case OBSERVING -> observe(rollout, plan);
            case HELD -> hold(rollout, plan);
            case PROMOTED ->
                new Decision.Move(RolloutEvent.SETTLE, rollout.progress(), rollout.release() + " has all traffic");
            case BAKING -> bake(rollout, plan);
            case FINISHING -> finish(rollout, plan, pilot);
            case ROLLING_BACK -> rollBack(rollout, plan, pilot);
            case CHECKING_ROLLBACK -> checkRollback(rollout, plan, pilot);
            case NEEDS_HUMAN ->
                new Decision.Stay(
                        rollout.progress(), rollout.reason(), clock.instant().plus(FAR));
            case REQUESTED, SUCCEEDED, ROLLED_BACK, FAILED, SUPERSEDED, CANCELLED ->
                throw new IllegalStateException(rollout.state() + " has no effect");
        };
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

    private Side next(Rollout rollout, RolloutPlan plan) {
        return new Side(plan.next(), rollout.progress().secrets());
    }

    private Optional<Side> previous(Rollout rollout, RolloutPlan plan) {
        return plan.previous().map(side -> new Side(side, rollout.progress().previousSecrets()));
    }

    private List<Side> sides(Rollout rollout, RolloutPlan plan) {
        return Stream.concat(Stream.of(next(rollout, plan)), previous(rollout, plan).stream())
                .toList();
    }

    private Decision prepare(Rollout rollout, RolloutPlan plan) throws InterruptedException {
        Progress progress = rollout.progress();
        try {
            for (ServiceConfig service : plan.services()) {
                Fleet.artifact(plan.next(), service);
            }
            if (progress.secrets().isEmpty()) {
                progress = progress.withSecrets(secretVersions(rollout, plan));
            }
            Side side = new Side(plan.next(), progress.secrets());
            Optional<String> failure = fleet.migrate(side, Fleet.Direction.EXPAND);
            if (failure.isPresent()) {
                return new Decision.Move(RolloutEvent.FAIL, progress, "the expand migration failed: " + failure.get());
            }
        } catch (Problem e) {
            if (e.kind() == Problem.Kind.UNAVAILABLE) {
                throw e;
            }
            return new Decision.Move(RolloutEvent.FAIL, progress, e.message());
        }
        Arm before = watcher.count(rollout, plan).baseline();
        return new Decision.Move(
                RolloutEvent.PREPARE,
                progress.withReference(before),
                "artifacts, configuration and secret versions are frozen");
    }

    private Map<String, Long> secretVersions(Rollout rollout, RolloutPlan plan) {
        if (rollout.kind() == Rollout.Kind.ROLLBACK) {
            Optional<Map<String, Long>> then = gatehouse.secretsOf(rollout);
            if (then.isPresent()) {
                return then.get();
            }
        }
        return vault.newest(rollout.project(), rollout.environment(), ServedSecrets.names(plan.services()));
    }

    private Decision start(Rollout rollout, RolloutPlan plan, Pilot pilot) {
        Side side = next(rollout, plan);
        Optional<Side> old = previous(rollout, plan);
        if (plan.environment().strategy() instanceof Strategy.Recreate && old.isPresent() && !gone(old.get())) {
            fleet.stop(old.get());
            return new Decision.Stay(
                    rollout.progress(),
                    "the old release stops first",
                    clock.instant().plus(LOOK));
        }
        try {
            fleet.ensure(side);
        } catch (Problem e) {
            return refused(e, pilot.started(fleet.look(side), fleet.wanted(side)), pilot);
        }
        return pilot.started(fleet.look(side), fleet.wanted(side));
    }

    /** What may pass, such as a full disk, is waited for until the deadline; what will not ends it at once. */
    private Decision refused(Problem refusal, Decision otherwise, Pilot pilot) {
        if (refusal.kind() != Problem.Kind.UNAVAILABLE) {
            return pilot.unstartable(refusal.message());
        }
        return otherwise instanceof Decision.Stay stay
                ? new Decision.Stay(
                        stay.progress(),
                        stay.reason() + "; " + refusal.message(),
                        clock.instant().plus(LOOK))
                : otherwise;
    }

    private Decision verify(Rollout rollout, RolloutPlan plan, Pilot pilot) throws InterruptedException {
        List<SmokeTest> tests = plan.environment().smoke();
        return pilot.verified(smoke.run(tests, fleet.look(next(rollout, plan))));
    }

    private Decision shift(Rollout rollout, RolloutPlan plan, Pilot pilot) {
        int weight = plan.stages().get(rollout.progress().place().stage()).weight();
        try {
            router.ensure(shares(rollout, plan, weight));
            Decision decision = pilot.shifting(Optional.empty());
            return decision instanceof Decision.Move move
                    ? new Decision.Move(
                            move.event(), move.progress().looked(watcher.count(rollout, plan)), move.reason())
                    : decision;
        } catch (Problem e) {
            return pilot.shifting(Optional.of(e.message()));
        }
    }

    private List<Router.Share> shares(Rollout rollout, RolloutPlan plan, int weight) {
        List<Router.Share> shares = new ArrayList<>();
        shares.add(new Router.Share(next(rollout, plan), Side.pool(rollout), weight));
        previous(rollout, plan).ifPresent(side -> shares.add(new Router.Share(side, 100 - weight)));
        return shares;
    }

    private Decision observe(Rollout rollout, RolloutPlan plan) {
        int weight = plan.stages().get(rollout.progress().place().stage()).weight();
        Watcher.Seen seen = look(rollout, plan, weight);
        return pilot(rollout, plan, seen).observing(seen.judgement(), instances(rollout, plan), wanted(rollout, plan));
    }

    private Decision hold(Rollout rollout, RolloutPlan plan) {
        int weight = plan.stages().get(rollout.progress().place().stage()).weight();
        Watcher.Seen seen = look(rollout, plan, weight);
        return pilot(rollout, plan, seen).held(seen.judgement(), instances(rollout, plan), wanted(rollout, plan));
    }

    private Decision bake(Rollout rollout, RolloutPlan plan) {
        Watcher.Seen seen = look(rollout, plan, 100);
        return pilot(rollout, plan, seen).baking(seen.judgement(), instances(rollout, plan), wanted(rollout, plan));
    }

    private Watcher.Seen look(Rollout rollout, RolloutPlan plan, int weight) {
        router.ensure(shares(rollout, plan, weight));
        Watcher.Seen seen = watcher.look(rollout, plan, weight, clock.instant());
        clerk.looked(rollout, seen);
        watcher.keep(rollout, seen);
        return seen;
    }

    private Pilot pilot(Rollout rollout, RolloutPlan plan, Watcher.Seen seen) {
        Rollout looked = rollout.staying(rollout.progress().looked(seen.counted()), rollout.reason(), clock.instant());
        return new Pilot(looked, plan, clock.instant());
    }

    private List<InstanceStatus> instances(Rollout rollout, RolloutPlan plan) {
        return fleet.look(next(rollout, plan));
    }

    private int wanted(Rollout rollout, RolloutPlan plan) {
        return fleet.wanted(next(rollout, plan));
    }

    private Decision finish(Rollout rollout, RolloutPlan plan, Pilot pilot) throws InterruptedException {
        Side next = next(rollout, plan);
        router.ensure(List.of(new Router.Share(next, Side.pool(rollout), 100)));
        Optional<Side> old = previous(rollout, plan).filter(side -> !side.equals(next));
        long inFlight = old.isPresent() ? inFlight(rollout, plan, old.get().release()) : 0;
        boolean waitedEnough = waited(rollout).compareTo(Pilot.DRAIN_LIMIT) > 0;
        if (old.isPresent() && (inFlight == 0 || waitedEnough)) {
            fleet.stop(old.get());
        }
        boolean oldStopped = old.isEmpty() || gone(old.get());
        Optional<String> contract = oldStopped ? fleet.migrate(next, Fleet.Direction.CONTRACT) : Optional.empty();
        if (oldStopped) {
            fleet.stopOthers(next);
        }
        return pilot.finishing(inFlight, oldStopped, contract);
    }

    private Decision rollBack(Rollout rollout, RolloutPlan plan, Pilot pilot) {
        Optional<Side> old = previous(rollout, plan);
        try {
            if (old.isEmpty()) {
                router.remove(next(rollout, plan));
                return pilot.rollingBack(true, Optional.empty());
            }
            if (plan.environment().strategy() instanceof Strategy.Recreate && !gone(next(rollout, plan))) {
                fleet.stop(next(rollout, plan));
            }
            fleet.ensure(old.get());
            if (!fleet.allHealthy(old.get())) {
                return pilot.rollingBack(false, Optional.of(sick(old.get())));
            }
            router.ensure(shares(rollout, plan, 0));
            return pilot.rollingBack(true, Optional.empty());
        } catch (Problem e) {
            return pilot.rollingBack(false, Optional.of(e.message()));
        }
    }

    private Decision checkRollback(Rollout rollout, RolloutPlan plan, Pilot pilot) throws InterruptedException {
        Optional<Side> old = previous(rollout, plan);
        Side next = next(rollout, plan);
        Optional<String> trouble = Optional.empty();
        if (old.isPresent()) {
            router.ensure(List.of(new Router.Share(old.get(), 100)));
            trouble = fleet.allHealthy(old.get())
                    ? smoke.run(plan.previous().orElseThrow().environment().smoke(), fleet.look(old.get())).stream()
                            .findFirst()
                    : Optional.of(sick(old.get()));
        }
        boolean drained = inFlight(rollout, plan, Side.pool(rollout)) == 0
                || waited(rollout).compareTo(Pilot.DRAIN_LIMIT) > 0;
        if (trouble.isEmpty() && drained && old.filter(next::equals).isEmpty()) {
            fleet.stop(next);
        }
        return pilot.checkingRollback(trouble, old.filter(next::equals).isPresent() || gone(next));
    }

    private boolean gone(Side side) {
        return fleet.look(side).stream()
                .allMatch(instance ->
                        instance.state() == InstanceState.STOPPED || instance.state() == InstanceState.FAILED);
    }

    private String sick(Side side) {
        return fleet.look(side).stream()
                .filter(instance -> instance.state() != InstanceState.HEALTHY)
                .findFirst()
                .map(instance -> instance.name() + " is " + instance.state() + ": " + instance.detail())
                .orElse("its instances are not there yet");
    }

    private long inFlight(Rollout rollout, RolloutPlan plan, String release) {
        Traffic.Counts counts = traffic.counts();
        return plan.services().stream()
                .map(service -> counts.byRoute().getOrDefault(rollout.routeKey(service.name()), Map.of()))
                .map(byRelease -> byRelease.get(release))
                .filter(java.util.Objects::nonNull)
                .mapToLong(Traffic.ReleaseCounts::inFlight)
                .sum();
    }

    private Duration waited(Rollout rollout) {
        return Duration.between(rollout.stateSince(), clock.instant());
    }
}
