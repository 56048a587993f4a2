package dev.slipway.server.api;

import dev.slipway.server.web.Access;
import dev.slipway.server.web.Exchange;
import dev.slipway.server.web.Method;
import dev.slipway.server.web.Route;
import dev.slipway.server.web.RouteSource;
import dev.slipway.store.Database;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import dev.slipway.store.audit.Audit;
import dev.slipway.store.audit.AuditRecord;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The audit log, to be read and to be checked. */
public final class AuditRoutes implements RouteSource {

    private final Database database;

    public AuditRoutes(Database database) {
        this.database = database;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                new Route(
                        Method.GET,
                        "/api/v1/audit",
                        Access.wholeServer(Scope.ADMIN, Role.ADMIN),
                        this::list,
                        "Who did what, newest first."),
                new Route(
                        Method.GET,
                        "/api/v1/audit/verify",
                        Access.wholeServer(Scope.ADMIN, Role.ADMIN),
                        exchange -> exchange.json(database.read(Audit::verify)),
                        "Whether the chain of the audit log is whole."),
                new Route(
                        Method.GET,
                        "/api/v1/projects/{project}/audit",
                        Access.inProject(Scope.READ, Role.MAINTAINER),
                        this::listOfProject,
                        "Who did what in the project, newest first."));
    }

    private void list(Exchange exchange) {
        List<AuditRecord> records = database.read(context -> Audit.latest(context, exchange.limit()));
        exchange.json(records.stream().map(AuditRoutes::view).toList());
    }

    private void listOfProject(Exchange exchange) {
        String project = exchange.path("project");
        List<AuditRecord> records = database.read(context -> Audit.latestOf(context, project, exchange.limit()));
        exchange.json(records.stream().map(AuditRoutes::view).toList());
    }

    private static EntryView view(AuditRecord row) {
        return new EntryView(
                row.seq(),
                row.entry().at(),
                row.entry().who(),
                row.entry().what(),
                row.entry().subject(),
                row.entry().project(),
                row.entry().text(),
                row.hash());
    }

    record EntryView(
            long seq,
            Instant at,
            String who,
            String what,
            String subject,
            @Nullable String project,
            String text,
            String hash) {}
}
