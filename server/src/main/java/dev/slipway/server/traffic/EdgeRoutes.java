package dev.slipway.server.traffic;

import dev.slipway.kernel.Problem;
import dev.slipway.server.web.Access;
import dev.slipway.server.web.Exchange;
import dev.slipway.server.web.Method;
import dev.slipway.server.web.Route;
import dev.slipway.server.web.RouteSource;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import java.util.List;
import java.util.function.Supplier;

/** The HTTP API of the edge's process: which one carries traffic, and another in its place. */
public final class EdgeRoutes implements RouteSource {

    private static final String EDGE = "/api/v1/edge";

    private final EdgeProcess edge;
    private final Supplier<List<String>> moving;
    private final Witness witness;

    /** @param moving rollouts that move traffic just now: an edge that takes over counts its requests from zero */
    public EdgeRoutes(EdgeProcess edge, Supplier<List<String>> moving, Witness witness) {
        this.edge = edge;
        this.moving = moving;
        this.witness = witness;
    }

    /** Writes down that somebody replaces the edge, before it happens. */
    @FunctionalInterface
    public interface Witness {

        /** @param who account */
        void upgrades(String who, EdgeAddress before);
    }

    /** An edge as the API shows it. */
    record View(long pid, String bootId, String listen) {
        static View of(EdgeAddress address) {
            return new View(address.pid(), address.bootId(), address.listen());
        }
    }

    /** See {@link EdgeProcess.Succession}. */
    record UpgradeView(View before, View now) {}

    @Override
    public List<Route> routes() {
        return List.of(
                new Route(
                        Method.GET,
                        EDGE,
                        Access.wholeServer(Scope.READ, Role.VIEWER),
                        this::show,
                        "The edge's process, and where users reach it."),
                new Route(
                        Method.POST,
                        EDGE + "/upgrade",
                        Access.wholeServer(Scope.ADMIN, Role.ADMIN),
                        this::upgrade,
                        "Let an edge of the installed version take over the sockets; no connection is dropped."));
    }

    private void show(Exchange exchange) {
        exchange.json(View.of(edge.running().orElseThrow(EdgeRoutes::none)));
    }

    private void upgrade(Exchange exchange) {
        EdgeAddress before = edge.running().orElseThrow(EdgeRoutes::none);
        List<String> under = moving.get();
        if (!under.isEmpty()) {
            throw Problem.of(
                    Problem.Kind.CONFLICT,
                    "traffic-moves",
                    "traffic is being moved by " + String.join(", ", under),
                    "wait until it is done; a new edge counts from zero, and the judge would have to begin anew");
        }
        witness.upgrades(exchange.principal().name(), before);
        try {
            EdgeProcess.Succession done = edge.upgrade();
            exchange.json(new UpgradeView(View.of(done.before()), View.of(done.now())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(Problem.Kind.UNAVAILABLE, "interrupted", "the upgrade was interrupted", null, e);
        }
    }

    private static Problem none() {
        return Problem.of(
                Problem.Kind.UNAVAILABLE,
                "no-edge",
                "no edge runs beside this server",
                "restart the server: it starts one");
    }
}
