package dev.slipway.server.rollout;

import dev.slipway.delivery.config.Strategy;
import dev.slipway.delivery.rollout.Decision;
import dev.slipway.delivery.rollout.Pilot;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.kernel.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Ends what one of the two releases no longer does: the old one after a success, the new one after a failure. */
final class Departure {

    private final Fleet fleet;
    private final Router router;
    private final Drain drain;
    private final Smoke smoke;

    Departure(Driver.Instruments instruments) {
        this.fleet = instruments.fleet();
        this.router = instruments.router();
        this.drain = instruments.drain();
        this.smoke = instruments.smoke();
    }

    Decision finish(Sides sides, Pilot pilot) throws InterruptedException {
        Rollout rollout = sides.rollout();
        Side next = sides.next();
        router.ensure(List.of(new Router.Share(next, sides.pool(), 100)));
        Optional<Side> warm = sides.warm();
        Optional<Side> old = sides.previous().filter(side -> !side.equals(next) && warm.isEmpty());
        long inFlight =
                old.map(side -> inFlight(sides, side, next, side.release())).orElse(0L);
        if (old.isPresent() && inFlight == 0) {
            fleet.stop(old.get(), next);
        }
        boolean oldStopped = old.isEmpty() || fleet.gone(old.get(), next);
        Optional<String> contract =
                oldStopped && !rollout.isRestart() ? fleet.migrate(next, Fleet.Direction.CONTRACT) : Optional.empty();
        if (oldStopped) {
            fleet.stopOthers(next, warm);
        }
        return pilot.finishing(inFlight, oldStopped, contract);
    }

    /** Requests that run on what leaves. The sides of a restart are counted as one, so there each instance is asked for. */
    private long inFlight(Sides sides, Side leaving, Side staying, String pool) {
        Rollout rollout = sides.rollout();
        return rollout.isRestart()
                ? drain.inFlight(rollout, sides.plan(), fleet.own(leaving, staying))
                : drain.inFlight(rollout, sides.plan(), pool);
    }

    Decision rollBack(Sides sides, Pilot pilot) {
        Optional<Side> old = sides.previous();
        try {
            if (old.isEmpty()) {
                router.remove(sides.next());
                return pilot.rollingBack(true, Optional.empty());
            }
            if (mustNotMeet(sides) && !fleet.gone(sides.next(), old.get())) {
                router.remove(sides.next());
                fleet.stop(sides.next(), old.get());
                return pilot.rollingBack(false, Optional.of("the new release stops first"));
            }
            fleet.ensure(old.get());
            if (!serves(sides, old.get())) {
                return pilot.rollingBack(false, Optional.of(fleet.trouble(old.get())));
            }
            router.ensure(sides.restored());
            return pilot.rollingBack(true, Optional.empty());
        } catch (Problem e) {
            return pilot.rollingBack(false, Optional.of(e.message()));
        }
    }

    /** What was to be restarted may well have been sick before: then it is back when it is as it was. */
    private boolean serves(Sides sides, Side old) {
        return sides.rollout().isRestart() ? fleet.settled(old) : fleet.allHealthy(old);
    }

    /** Whether the two releases never run at the same time; one that is its own predecessor just goes on. */
    private static boolean mustNotMeet(Sides sides) {
        return sides.plan().environment().strategy() instanceof Strategy.Recreate
                && sides.previous().filter(sides.next()::equals).isEmpty();
    }

    Decision checkRollback(Sides sides, Pilot pilot) throws InterruptedException {
        Optional<Side> old = sides.previous();
        Side next = sides.next();
        Optional<String> trouble = Optional.empty();
        if (old.isPresent()) {
            router.ensure(List.of(new Router.Share(old.get(), 100)));
            trouble = serves(sides, old.get()) ? smoke(sides, old.get()) : Optional.of(fleet.trouble(old.get()));
        }
        boolean same = old.filter(next::equals).isPresent();
        Side staying = old.orElseGet(() -> next.first(Map.of()));
        boolean drained = inFlight(sides, next, staying, sides.pool()) == 0;
        if (trouble.isEmpty() && drained && !same) {
            fleet.stop(next, staying);
        }
        return pilot.checkingRollback(trouble, same || fleet.gone(next, staying));
    }

    /** The first test that fails; what was to be restarted passed them once, and is not what is being decided about. */
    private Optional<String> smoke(Sides sides, Side old) throws InterruptedException {
        return sides.rollout().isRestart()
                ? Optional.empty()
                : smoke.run(old.of().environment().smoke(), fleet.look(old)).stream()
                        .findFirst();
    }
}
