package dev.slipway.server.rollout;

import dev.slipway.delivery.config.EnvironmentConfig.SmokeTest;
import dev.slipway.delivery.config.ServiceConfig;
import dev.slipway.delivery.instance.InstanceStatus;
import dev.slipway.delivery.judge.Arm;
import dev.slipway.delivery.rollout.Decision;
import dev.slipway.delivery.rollout.Pilot;
import dev.slipway.delivery.rollout.Progress;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutEvent;
import dev.slipway.delivery.rollout.RolloutPlan;
import dev.slipway.kernel.Problem;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Brings instances of the new release to where they may get traffic: frozen, started, smoke-tested. */
final class Launch {

    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Fleet fleet;
    private final Router router;
    private final Watcher watcher;
    private final Drain drain;
    private final Vault vault;
    private final Gatehouse gatehouse;
    private final InstantSource clock;
    private final Smoke smoke;

    Launch(Parts parts, Driver.Instruments instruments, Gatehouse gatehouse) {
        this.fleet = instruments.fleet();
        this.router = instruments.router();
        this.watcher = instruments.watcher();
        this.drain = instruments.drain();
        this.smoke = instruments.smoke();
        this.vault = parts.vault();
        this.clock = parts.clock();
        this.gatehouse = gatehouse;
    }

    Decision prepare(Rollout rollout, RolloutPlan plan) throws InterruptedException {
        Progress progress = rollout.progress();
        try {
            for (ServiceConfig service : plan.services()) {
                Fleet.artifact(plan.next(), service);
            }
            if (rollout.isRestart()) {
                return prepareRestart(rollout);
            }
            if (progress.secrets().isEmpty()) {
                progress = dressed(rollout, plan);
            }
            Side side = new Side(plan.next(), progress.secrets(), progress.renewals());
            Optional<String> failure = fleet.migrate(side, Fleet.Direction.EXPAND);
            if (failure.isPresent()) {
                return new Decision.Move(RolloutEvent.FAIL, progress, "the expand migration failed: " + failure.get());
            }
        } catch (Problem e) {
            if (e.kind() == Problem.Kind.UNAVAILABLE) {
                throw e;
            }
            return new Decision.Move(RolloutEvent.FAIL, progress, words(e));
        }
        Arm before = watcher.count(rollout, plan).baseline();
        return new Decision.Move(
                RolloutEvent.PREPARE,
                progress.withReference(before),
                "artifacts, configuration and secret versions are frozen");
    }

    /** What ends a rollout is all that its people read of it. */
    private static String words(Problem problem) {
        return problem.hint() == null ? problem.message() : problem.message() + "; " + problem.hint();
    }

    /** The secrets that the new instances get; those that come back may still run, and are found by their names. */
    private Progress dressed(Rollout rollout, RolloutPlan plan) {
        Optional<Progress> then =
                rollout.kind() == Rollout.Kind.ROLLBACK ? gatehouse.lastServed(rollout) : Optional.empty();
        return then.map(served ->
                        rollout.progress().withSecrets(served.secrets()).withRenewals(served.renewals()))
                .orElseGet(() -> rollout.progress().withSecrets(vault.newest(plan.next())));
    }

    /** Nothing is to change: the new instances get what the old ones have, and no migration is run. */
    private static Decision prepareRestart(Rollout rollout) {
        Progress progress = rollout.progress();
        boolean serves = rollout.previous().equals(Optional.of(rollout.release()));
        return serves
                ? new Decision.Move(
                        RolloutEvent.PREPARE,
                        progress.withSecrets(progress.previousSecrets()),
                        "the new instances get the configuration and the secret versions of the old ones")
                : new Decision.Move(
                        RolloutEvent.FAIL,
                        progress,
                        rollout.release() + " does not serve any more, so nothing is restarted");
    }

    Decision start(Sides sides, Pilot pilot) {
        if (sides.plan().resizes() && sides.previous().isPresent()) {
            Optional<String> leaving = makeRoom(sides, sides.previous().get());
            if (leaving.isPresent()) {
                return pilot.makingRoom(leaving.get());
            }
        }
        try {
            fleet.ensure(sides.growing());
        } catch (Problem e) {
            return refused(e, started(sides, pilot), pilot);
        }
        return started(sides, pilot);
    }

    private Decision started(Sides sides, Pilot pilot) {
        Fleet.Crew crew = fleet.crew(sides);
        return pilot.started(crew.instances(), crew.wanted());
    }

    /** Lets old instances go, each first by the edge and then, when its last request is over, by the platform. */
    private Optional<String> makeRoom(Sides sides, Side previous) {
        List<InstanceStatus> leaving = fleet.leaving(previous, sides.remaining().orElse(previous), sides.next());
        if (leaving.isEmpty()) {
            return Optional.empty();
        }
        if (fleet.wanted(sides.verified()) == 0
                && fleet.wanted(sides.remaining().orElseThrow()) == 0) {
            router.remove(previous);
        } else {
            router.ensure(sides.shares(sides.weightBefore()));
        }
        leaving.stream()
                .filter(instance -> drain.isDry(sides.rollout(), sides.plan(), instance))
                .forEach(instance -> fleet.stop(instance.name()));
        return Optional.of((sides.rollout().isRestart() ? "an old instance" : "the old release") + " makes room: "
                + leaving.getFirst().name() + " leaves");
    }

    /** What may pass, such as a full disk, is waited for until the deadline; what will not ends it at once. */
    private Decision refused(Problem refusal, Decision otherwise, Pilot pilot) {
        if (refusal.kind() != Problem.Kind.UNAVAILABLE) {
            return pilot.unstartable(words(refusal));
        }
        return otherwise instanceof Decision.Stay stay
                ? new Decision.Stay(
                        stay.progress(),
                        stay.reason() + "; " + refusal.message(),
                        clock.instant().plus(LOOK))
                : otherwise;
    }

    Decision verify(Sides sides, Pilot pilot) throws InterruptedException {
        List<SmokeTest> tests = sides.plan().environment().smoke();
        return pilot.verified(smoke.run(tests, fleet.crew(sides).instances()));
    }
}
