package dev.slipway.server.rollout;

import dev.slipway.delivery.instance.InstanceStatus;
import dev.slipway.delivery.port.Platform;
import dev.slipway.kernel.Problem;
import dev.slipway.kernel.Suggestion;
import dev.slipway.server.web.Access;
import dev.slipway.server.web.Exchange;
import dev.slipway.server.web.Method;
import dev.slipway.server.web.Route;
import dev.slipway.server.web.RouteSource;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import java.util.List;
import java.util.function.Predicate;

/**
 * What instances write. Only for those who may also replace them: a service's own lines may hold what its users entrusted
 * to it, and only secrets of Slipway's keeping are masked there.
 */
public final class InstanceRoutes implements RouteSource {

    private static final int USUAL_LINES = 200;

    /** As many as a container keeps when it ends. */
    private static final int MOST_LINES = 5000;

    private final Platform platform;

    public InstanceRoutes(Platform platform) {
        this.platform = platform;
    }

    /** @param lines oldest first */
    record OutputBody(String instance, List<String> lines) {}

    @Override
    public List<Route> routes() {
        return List.of(new Route(
                Method.GET,
                "/api/v1/projects/{project}/instances/{instance}/output",
                Access.inProject(Scope.READ, Role.MAINTAINER),
                this::output,
                "the last `?lines=` (200, at most 5000) that an instance has written, secrets masked"));
    }

    private void output(Exchange exchange) {
        String name = exchange.path("instance");
        int lines = exchange.number("lines", USUAL_LINES, 1, MOST_LINES);
        Predicate<InstanceStatus> here = status -> status.project().equals(exchange.path("project"));
        if (platform.instance(name).filter(here).isEmpty()) {
            throw unknown(name, platform.instances().stream().filter(here).toList());
        }
        try {
            exchange.json(new OutputBody(name, platform.output(name, lines)));
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE, "interrupted", "the server is closing", "ask again soon", closing);
        }
    }

    private static Problem unknown(String name, List<InstanceStatus> known) {
        return Problem.of(
                Problem.Kind.NOT_FOUND,
                "instance-unknown",
                "this project has no instance '" + name + "'",
                known.isEmpty()
                        ? "nothing of it runs"
                        : Suggestion.hint(
                                name, known.stream().map(InstanceStatus::name).toList()));
    }
}
