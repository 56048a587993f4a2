package dev.slipway.server.ui;

import dev.slipway.server.rollout.Lanes;
import dev.slipway.server.rollout.Lanes.LaneView;
import dev.slipway.server.web.Access;
import dev.slipway.server.web.Exchange;
import dev.slipway.server.web.Method;
import dev.slipway.server.web.Route;
import dev.slipway.server.web.RouteSource;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import java.util.List;

/** Who has which environment, for whoever wonders why theirs does not begin. */
final class LanesPage implements RouteSource {

    private final Lanes lanes;
    private final Pages pages;

    LanesPage(Lanes lanes, Pages pages) {
        this.lanes = lanes;
        this.pages = pages;
    }

    @Override
    public List<Route> routes() {
        return List.of(new Route(
                Method.GET,
                "/lanes",
                Access.filtered(Scope.READ, Role.VIEWER),
                this::show,
                "Page: who has which environment to itself."));
    }

    private void show(Exchange exchange) {
        List<LaneView> visible = lanes.all().stream()
                .filter(lane -> exchange.principal().mayReach(lane.project()))
                .toList();
        pages.show(exchange, "lanes", pages.frame(exchange, "Lanes"), LanesView.of(lanes.lease(), visible));
    }
}
