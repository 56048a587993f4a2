package dev.slipway.server.rollout;

import dev.slipway.kernel.Problem;
import dev.slipway.server.web.Access;
import dev.slipway.server.web.Exchange;
import dev.slipway.server.web.Method;
import dev.slipway.server.web.Route;
import dev.slipway.server.web.RouteSource;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import java.util.List;

/**
 * What instances write. Only for those who may also replace them: a service's own lines may hold what its users entrusted
 * to it, and only secrets of Slipway's keeping are masked there.
 */
public final class InstanceRoutes implements RouteSource {

    private static final String OUTPUT = "/api/v1/projects/{project}/instances/{instance}/output";

    private final InstanceOutput output;

    public InstanceRoutes(InstanceOutput output) {
        this.output = output;
    }

    /** @param lines oldest first */
    record OutputBody(String instance, List<String> lines) {}

    /** @param next to be given as {@code ?from=} by who comes back */
    record LinesBody(List<String> lines, String next) {}

    @Override
    public List<Route> routes() {
        Access access = Access.inProject(Scope.READ, Role.MAINTAINER);
        return List.of(
                new Route(
                        Method.GET,
                        OUTPUT,
                        access,
                        this::last,
                        "the last `?lines=` (200, at most 5000) that an instance has written, secrets masked"),
                new Route(
                        Method.GET,
                        OUTPUT + "/stream",
                        access,
                        this::stream,
                        "The same and all that comes after it, as server-sent events `lines`, until `done`: the"
                                + " instance has ended. `?from=` goes on at the `next` of an earlier event."));
    }

    private void last(Exchange exchange) {
        try {
            exchange.json(new OutputBody(exchange.path("instance"), output.last(exchange)));
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE, "interrupted", "the server is closing", "ask again soon", closing);
        }
    }

    private void stream(Exchange exchange) throws InterruptedException {
        output.stream(exchange, page -> new LinesBody(page.lines(), page.next()));
    }
}
