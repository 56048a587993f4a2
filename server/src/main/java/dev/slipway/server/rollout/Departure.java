package dev.slipway.server.rollout;

import dev.slipway.delivery.config.Strategy;
import dev.slipway.delivery.rollout.Decision;
import dev.slipway.delivery.rollout.Pilot;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.kernel.Problem;
import java.util.List;
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
        long inFlight = old.isPresent()
                ? drain.inFlight(rollout, sides.plan(), old.get().release())
                : 0;
        if (old.isPresent() && inFlight == 0) {
            fleet.stop(old.get());
        }
        boolean oldStopped = old.isEmpty() || fleet.gone(old.get());
        Optional<String> contract = oldStopped ? fleet.migrate(next, Fleet.Direction.CONTRACT) : Optional.empty();
        if (oldStopped) {
            fleet.stopOthers(next, warm);
        }
        return pilot.finishing(inFlight, oldStopped, contract);
    }

    Decision rollBack(Sides sides, Pilot pilot) {
        Optional<Side> old = sides.previous();
        try {
            if (old.isEmpty()) {
                router.remove(sides.next());
                return pilot.rollingBack(true, Optional.empty());
            }
            if (mustNotMeet(sides) && !fleet.gone(sides.next())) {
                router.remove(sides.next());
                fleet.stop(sides.next());
                return pilot.rollingBack(false, Optional.of("the new release stops first"));
            }
            fleet.ensure(old.get());
            if (!fleet.allHealthy(old.get())) {
                return pilot.rollingBack(false, Optional.of(fleet.trouble(old.get())));
            }
            router.ensure(sides.restored());
            return pilot.rollingBack(true, Optional.empty());
        } catch (Problem e) {
            return pilot.rollingBack(false, Optional.of(e.message()));
        }
    }

    /** Whether the two releases never run at the same time; one that is its own predecessor just goes on. */
    private static boolean mustNotMeet(Sides sides) {
        return sides.plan().environment().strategy() instanceof Strategy.Recreate
                && sides.previous().filter(sides.next()::equals).isEmpty();
    }

    Decision checkRollback(Sides sides, Pilot pilot) throws InterruptedException {
        Rollout rollout = sides.rollout();
        Optional<Side> old = sides.previous();
        Side next = sides.next();
        Optional<String> trouble = Optional.empty();
        if (old.isPresent()) {
            router.ensure(List.of(new Router.Share(old.get(), 100)));
            trouble = fleet.allHealthy(old.get())
                    ? smoke.run(old.get().of().environment().smoke(), fleet.look(old.get())).stream()
                            .findFirst()
                    : Optional.of(fleet.trouble(old.get()));
        }
        boolean same = old.filter(next::equals).isPresent();
        boolean drained = drain.inFlight(rollout, sides.plan(), sides.pool()) == 0;
        if (trouble.isEmpty() && drained && !same) {
            fleet.stop(next);
        }
        return pilot.checkingRollback(trouble, same || fleet.gone(next));
    }
}
