package dev.slipway.server.rollout;

import dev.slipway.server.rollout.Lanes.LaneView;
import dev.slipway.server.web.Access;
import dev.slipway.server.web.Exchange;
import dev.slipway.server.web.Method;
import dev.slipway.server.web.Route;
import dev.slipway.server.web.RouteSource;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import dev.slipway.store.control.Lease;
import java.util.List;

/** The HTTP API of lanes. A lane is freed by calling its rollout off. */
public final class LaneRoutes implements RouteSource {

    private final Lanes lanes;

    public LaneRoutes(Lanes lanes) {
        this.lanes = lanes;
    }

    /**
     * @param lease of the server that drives the holders
     */
    record LanesBody(Lease lease, List<LaneView> lanes) {}

    @Override
    public List<Route> routes() {
        return List.of(new Route(
                Method.GET,
                "/api/v1/lanes",
                Access.filtered(Scope.READ, Role.VIEWER),
                this::show,
                "which rollout has which environment to itself, who waits for it, and the lease and fencing epoch of"
                        + " the server that drives them"));
    }

    private void show(Exchange exchange) {
        List<LaneView> visible = lanes.all().stream()
                .filter(lane -> exchange.principal().mayReach(lane.project()))
                .toList();
        exchange.json(new LanesBody(lanes.lease(), visible));
    }
}
