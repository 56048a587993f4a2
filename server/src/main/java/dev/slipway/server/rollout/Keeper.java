package dev.slipway.server.rollout;

import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.kernel.Problem;
import dev.slipway.store.rollout.Environments.Serving;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
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
    private final LinkedBlockingQueue<Place> places = new LinkedBlockingQueue<>();
    private @Nullable Thread thread;

    Keeper(Parts parts, Books books, Plans plans) {
        this.books = books;
        this.plans = plans;
        this.fleet = new Fleet(parts.platform(), parts.vault());
        this.router = new Router(parts.traffic(), fleet, parts.epoch());
    }

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
        Set<Place> troubled = new LinkedHashSet<>();
        try {
            while (true) {
                Place place = troubled.isEmpty() ? places.take() : places.poll(RETRY.toMillis(), TimeUnit.MILLISECONDS);
                Set<Place> now = place == null ? Set.copyOf(troubled) : Set.of(place);
                for (Place each : now) {
                    if (kept(each)) {
                        troubled.remove(each);
                    } else {
                        troubled.add(each);
                    }
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("the keeper ends");
        }
    }

    private boolean kept(Place place) {
        try {
            keep(place);
            return true;
        } catch (Problem e) {
            LOG.warn("{} of {} is not as it should be: {}", place.environment(), place.project(), e.message());
        } catch (RuntimeException | Error e) {
            LOG.error("keeping {} of {} failed and is tried again", place.environment(), place.project(), e);
        }
        return false;
    }

    /** What a rollout starts while this looks is not among the instances that were there before, and is left alone. */
    private void keep(Place place) {
        books.database().passFence();
        Set<String> before = fleet.names(place.project(), place.environment());
        Optional<Serving> serving =
                books.database().read(sql -> books.environments().find(sql, place.project(), place.environment()));
        if (serving.isEmpty() || serving.get().lane().isPresent()) {
            return;
        }
        Optional<Side> side = side(serving.get());
        if (side.isPresent()) {
            fleet.ensure(side.get());
            router.ensure(List.of(new Router.Share(side.get(), 100)));
        }
        side.ifPresent(kept -> before.removeAll(fleet.names(kept)));
        before.forEach(fleet::stop);
    }

    private Optional<Side> side(Serving serving) {
        if (serving.release().isEmpty() || serving.rollout().isEmpty()) {
            return Optional.empty();
        }
        Rollout rollout = books.database()
                .read(sql -> books.rollouts().get(sql, serving.rollout().get()));
        return Optional.of(
                new Side(plans.side(serving.release().get(), serving.name()), ServedSecrets.served(rollout)));
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
