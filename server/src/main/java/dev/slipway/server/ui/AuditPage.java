package dev.slipway.server.ui;

import dev.slipway.server.web.Access;
import dev.slipway.server.web.Exchange;
import dev.slipway.server.web.Method;
import dev.slipway.server.web.Route;
import dev.slipway.server.web.RouteSource;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import dev.slipway.store.audit.Audit;
import java.util.List;

/** Who did what and when, and whether the record of it is whole. */
final class AuditPage implements RouteSource {

    private final UiParts parts;
    private final Pages pages;

    AuditPage(UiParts parts, Pages pages) {
        this.parts = parts;
        this.pages = pages;
    }

    @Override
    public List<Route> routes() {
        return List.of(new Route(
                Method.GET,
                "/audit",
                Access.wholeServer(Scope.ADMIN, Role.ADMIN),
                this::show,
                "Page: the audit log, with a check of its chain."));
    }

    private void show(Exchange exchange) {
        int limit = exchange.limit();
        AuditView view = parts.database().read(sql -> new AuditView(Audit.latest(sql, limit), Audit.verify(sql)));
        pages.show(exchange, "audit", pages.frame(exchange, "Audit"), view);
    }
}
