package dev.slipway.server.rollout;

import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.kernel.Problem;
import dev.slipway.store.rollout.Environments.Serving;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what an environment serves running and routed while no rollout has the environment: after a restart, after an
 * instance came back on another port, after the edge lost its table. While a rollout has it, the rollout does this.
 */
final class Keeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Books books;
    private final Plans plans;
    private final Fleet fleet;
    private final Router router;
    private final InstantSource clock;
    private final Clearance clearance;
    private final LinkedBlockingQueue<Place> places = new LinkedBlockingQueue<>();
    private @Nullable Thread thread;

    Keeper(Parts parts, Books books, Plans plans, Clerk clerk, Previews previews) {
        this.books = books;
        this.plans = plans;
        this.fleet = new Fleet(parts.platform(), parts.vault());
        this.router = new Router(parts.traffic(), fleet, parts.epoch());
        this.clock = parts.clock();
        this.clearance = new Clearance(
                books,
                previews,
                clerk,
                fleet,
                router,
                new Steering(books, clerk, clock, new Moves(books, plans, clerk)));
        previews.tells(this::wake);
    }

    /** What an environment serves, and what is kept running beside it until a time. */
    private record Kept(Side serving, Optional<Side> warm, Instant until) {}

    private record Place(String project, String environment) {}

    void start() {
        books.database()
                .read(sql -> books.environments().all(sql))
                .forEach(serving -> wake(serving.project(), serving.name()));
        thread = Thread.ofVirtual().name("keeper").start(this::run);
    }

    /** Something about the environment's instances has changed. */
    void wake(String project, String environment) {
        Place place = new Place(project, environment);
        if (!places.contains(place)) {
            places.add(place);
        }
    }

    private void run() {
        Map<Place, Instant> dues = new HashMap<>();
        try {
            while (true) {
                Place woken = await(dues.values().stream().min(Comparator.naturalOrder()));
                Instant now = clock.instant();
                Set<Place> due = new HashSet<>();
                dues.forEach((place, at) -> {
                    if (!now.isBefore(at)) {
                        due.add(place);
                    }
                });
                if (woken != null) {
                    due.add(woken);
                }
                for (Place place : due) {
                    dues.remove(place);
                    kept(place).ifPresent(next -> dues.put(place, next));
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("the keeper ends");
        }
    }

    private @Nullable Place await(Optional<Instant> due) throws InterruptedException {
        if (due.isEmpty()) {
            return places.take();
        }
        long left = Duration.between(clock.instant(), due.get()).toMillis();
        return places.poll(Math.min(left, RolloutEngine.NAP.toMillis()), TimeUnit.MILLISECONDS);
    }

    /** Returns when it must be done again, if at all. */
    private Optional<Instant> kept(Place place) {
        try {
            return keep(place);
        } catch (Problem e) {
            LOG.warn("{} of {} is not as it should be: {}", place.environment(), place.project(), e.message());
        } catch (RuntimeException | Error e) {
            LOG.error("keeping {} of {} failed and is tried again", place.environment(), place.project(), e);
        }
        return Optional.of(clock.instant().plus(RETRY));
    }

    /** What a rollout starts while this looks is not among the instances that were there before, and is left alone. */
    private Optional<Instant> keep(Place place) {
        books.database().passFence();
        Clearance.Outlook outlook = clearance.look(
                place.project(), place.environment(), clock.instant().plus(RETRY));
        if (outlook.ending()) {
            return outlook.again();
        }
        Set<String> before = fleet.names(place.project(), place.environment());
        Optional<Serving> serving =
                books.database().read(sql -> books.environments().find(sql, place.project(), place.environment()));
        if (serving.isEmpty() || serving.get().lane().isPresent()) {
            return outlook.again();
        }
        Optional<Kept> kept = served(serving.get());
        if (kept.isPresent()) {
            fleet.ensure(kept.get().serving());
            router.ensure(List.of(new Router.Share(kept.get().serving(), 100)));
            before.removeAll(fleet.names(kept.get().serving()));
        }
        Optional<Side> warm = kept.flatMap(Kept::warm);
        warm.ifPresent(side -> {
            fleet.ensure(side);
            before.removeAll(fleet.names(side));
        });
        before.forEach(fleet::stop);
        return Stream.of(warm.map(_ -> kept.orElseThrow().until()), outlook.again())
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
    }

    private Optional<Kept> served(Serving serving) {
        if (serving.release().isEmpty() || serving.rollout().isEmpty()) {
            return Optional.empty();
        }
        Rollout rollout = books.database()
                .read(sql -> books.rollouts().get(sql, serving.rollout().get()));
        Side side = new Side(
                plans.side(serving.release().get(), serving.name()),
                ServedSecrets.served(rollout),
                ServedSecrets.renewals(rollout));
        if (rollout.state() != RolloutState.SUCCEEDED) {
            return Optional.of(new Kept(side, Optional.empty(), Instant.MIN));
        }
        Sides sides = new Sides(rollout, plans.plan(rollout));
        Instant until = rollout.stateSince().plus(sides.plan().keepsWarm());
        return Optional.of(
                new Kept(side, sides.warm().filter(_ -> clock.instant().isBefore(until)), until));
    }

    /** Ends the keeping, and waits for it, some seconds. */
    @Override
    public void close() {
        Thread keeping = thread;
        if (keeping == null) {
            return;
        }
        keeping.interrupt();
        try {
            if (!keeping.join(PATIENCE)) {
                LOG.warn("the keeper is still at work");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
