package dev.slipway.server.rollout;

import dev.slipway.delivery.preview.PreviewState;
import dev.slipway.server.web.Access;
import dev.slipway.server.web.Exchange;
import dev.slipway.server.web.Method;
import dev.slipway.server.web.Route;
import dev.slipway.server.web.RouteSource;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The HTTP API of previews. */
public final class PreviewRoutes implements RouteSource {

    private static final String PREVIEWS = "/api/v1/projects/{project}/previews";

    private final Previews previews;
    private final Overview overview;

    public PreviewRoutes(Previews previews, Overview overview) {
        this.previews = previews;
        this.overview = overview;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                new Route(
                        Method.GET,
                        PREVIEWS,
                        Access.inProject(Scope.READ, Role.VIEWER),
                        this::list,
                        "Previews of a project, the one that was quiet longest first."),
                new Route(
                        Method.DELETE,
                        PREVIEWS + "/{name}",
                        Access.inProject(Scope.WRITE, Role.MAINTAINER),
                        this::remove,
                        "Take a preview away; a new commit of its branch brings it back."));
    }

    /**
     * A preview as the API shows it.
     *
     * @param shows the branch
     * @param rollout that is under way
     */
    record View(
            String name,
            String shows,
            String commit,
            PreviewState state,
            String reason,
            Optional<String> release,
            String health,
            Optional<String> rollout,
            List<String> hosts,
            Instant touchedAt,
            Instant endsAt) {

        static View of(Overview.PreviewView view) {
            return new View(
                    view.preview().name(),
                    view.preview().shows(),
                    view.preview().commit(),
                    view.preview().state(),
                    view.preview().reason(),
                    view.environment().release(),
                    view.environment().health(),
                    view.environment().rollout(),
                    view.environment().hosts(),
                    view.preview().touchedAt(),
                    view.preview().endsAt());
        }
    }

    private void list(Exchange exchange) {
        exchange.json(overview.previews(previews.of(exchange.path("project"))).stream()
                .map(View::of)
                .toList());
    }

    private void remove(Exchange exchange) {
        previews.remove(
                exchange.path("project"),
                exchange.path("name"),
                new Commands.Word(exchange.principal().name(), ""));
        exchange.noContent();
    }
}
