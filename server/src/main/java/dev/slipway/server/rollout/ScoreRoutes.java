package dev.slipway.server.rollout;

import dev.slipway.server.web.Access;
import dev.slipway.server.web.Exchange;
import dev.slipway.server.web.Method;
import dev.slipway.server.web.Route;
import dev.slipway.server.web.RouteSource;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import java.util.List;

/** The HTTP API of DORA's metrics. */
public final class ScoreRoutes implements RouteSource {

    private static final int USUAL_DAYS = 90;

    private final Scoreboard board;

    public ScoreRoutes(Scoreboard board) {
        this.board = board;
    }

    @Override
    public List<Route> routes() {
        return List.of(new Route(
                Method.GET,
                "/api/v1/projects/{project}/environments/{environment}/dora",
                Access.inProject(Scope.READ, Role.VIEWER),
                this::metrics,
                "DORA's five metrics as distributions; `?days=` back, 90 when absent, at most 366"));
    }

    private void metrics(Exchange exchange) {
        exchange.json(board.of(
                exchange.path("project"),
                exchange.path("environment"),
                exchange.number("days", USUAL_DAYS, 1, Scoreboard.MOST_DAYS)));
    }
}
