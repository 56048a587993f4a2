package dev.slipway.edge.route;

import dev.slipway.kernel.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The one place where routes change. A change is checked against the fencing epoch and the caller's revision, written
 * to disk, put in force, and only then confirmed: what was confirmed survives a kill, and what survives was checked.
 */
public final class RouteBook {

    private final RouteFile file;
    private final Consumer<List<Route>> inForce;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Routes routes;

    /**
     * Reads the table from disk and puts it in force.
     *
     * @param inForce makes a table the one that traffic follows; called under the lock
     */
    public RouteBook(RouteFile file, Consumer<List<Route>> inForce) {
        this.file = file;
        this.inForce = inForce;
        this.routes = file.read();
        inForce.accept(routes.routes());
    }

    public Routes routes() {
        return routes;
    }

    public Route get(String key) {
        return routes.find(key).orElseThrow(() -> unknown(key));
    }

    /**
     * Makes the route what the change asks for. The same content again is a success that changes nothing but the epoch,
     * so that a caller that lost the answer can repeat itself.
     *
     * @throws Problem {@code stale-epoch}, {@code address-taken}, or a kind INVALID one
     * @throws StaleRevision when the caller's revision is not the present one
     */
    public Route put(String key, RouteChange change) {
        lock.lock();
        try {
            Optional<Route> current = routes.find(key);
            long revision = current.map(Route::revision).orElse(0L);
            Route wanted = change.toRoute(key, revision + 1);
            fence(change.epoch());
            if (current.isPresent() && current.get().routesLike(wanted)) {
                return confirm(current.get(), change.epoch());
            }
            if (change.revision() != revision) {
                throw new StaleRevision(key, change.revision(), current.orElse(null));
            }
            List<Route> others = without(key);
            refuseTwin(wanted, others);
            others.add(wanted);
            store(change.epoch(), others);
            return wanted;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes the route out of the table.
     *
     * @throws Problem {@code stale-epoch}, or {@code no-such-route}
     * @throws StaleRevision when the caller's revision is not the present one
     */
    public void delete(String key, long epoch, long revision) {
        lock.lock();
        try {
            fence(epoch);
            Route current = get(key);
            if (current.revision() != revision) {
                throw new StaleRevision(key, revision, current);
            }
            store(epoch, without(key));
        } finally {
            lock.unlock();
        }
    }

    private void fence(long epoch) {
        if (epoch < routes.epoch()) {
            throw Problem.of(
                    Problem.Kind.CONFLICT,
                    "stale-epoch",
                    "epoch " + epoch + " is over: epoch " + routes.epoch() + " has written here",
                    "another holder has the lease now; take it again before you change routes");
        }
    }

    private Route confirm(Route current, long epoch) {
        if (epoch == current.epoch() && epoch == routes.epoch()) {
            return current;
        }
        Route renewed = current.withEpoch(epoch);
        List<Route> all = without(current.key());
        all.add(renewed);
        store(epoch, all);
        return renewed;
    }

    private void store(long epoch, List<Route> changed) {
        changed.sort(Comparator.comparing(Route::key));
        Routes next = new Routes(Math.max(epoch, routes.epoch()), changed);
        file.write(next);
        inForce.accept(next.routes());
        routes = next;
    }

    private List<Route> without(String key) {
        List<Route> others = new ArrayList<>(routes.routes());
        others.removeIf(route -> route.key().equals(key));
        return others;
    }

    private static void refuseTwin(Route wanted, List<Route> others) {
        for (Route other : others) {
            if (other.pathPrefix().equals(wanted.pathPrefix())
                    && !Collections.disjoint(other.hosts(), wanted.hosts())) {
                throw Problem.of(
                        Problem.Kind.CONFLICT,
                        "address-taken",
                        "route '" + other.key() + "' already serves " + String.join(", ", other.hosts())
                                + other.pathPrefix(),
                        "change its hosts or path first, or give this one others");
            }
        }
    }

    private static Problem unknown(String key) {
        return Problem.of(
                Problem.Kind.NOT_FOUND,
                "no-such-route",
                "there is no route '" + key + "'",
                "GET /v1/routes lists them");
    }
}
