package dev.slipway.server.project;

import dev.slipway.server.web.Access;
import dev.slipway.server.web.Exchange;
import dev.slipway.server.web.Method;
import dev.slipway.server.web.Route;
import dev.slipway.server.web.RouteSource;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import dev.slipway.store.project.ProjectReader;
import java.time.Instant;
import java.util.List;

/** Which projects' jobs may read a project, over HTTP. */
public final class ReaderRoutes implements RouteSource {

    private static final String ALL = "/api/v1/projects/{project}/readers";
    private static final String ONE = ALL + "/{reader}";

    private final Readers readers;

    public ReaderRoutes(Readers readers) {
        this.readers = readers;
    }

    @Override
    public List<Route> routes() {
        Access admin = Access.inProject(Scope.ADMIN, Role.ADMIN);
        return List.of(
                new Route(
                        Method.GET,
                        ALL,
                        Access.inProject(Scope.READ, Role.VIEWER),
                        exchange -> show(exchange, exchange.path("project")),
                        "Which projects' jobs may read this one, and what its own jobs may read."),
                new Route(Method.PUT, ONE, admin, this::allow, "Let the jobs of the project `reader` read this one."),
                new Route(Method.DELETE, ONE, admin, this::revoke, "Let them read it no more, at once."));
    }

    private void allow(Exchange exchange) {
        String project = exchange.path("project");
        readers.allow(project, exchange.path("reader"), exchange.principal().name());
        show(exchange, project);
    }

    private void revoke(Exchange exchange) {
        readers.revoke(
                exchange.path("project"),
                exchange.path("reader"),
                exchange.principal().name());
        exchange.noContent();
    }

    private void show(Exchange exchange, String project) {
        Readers.Both both = readers.of(project);
        exchange.json(new BothView(
                both.readers().stream().map(row -> view(row, row.reader())).toList(),
                both.reads().stream().map(row -> view(row, row.project())).toList()));
    }

    private static GrantView view(ProjectReader row, String other) {
        return new GrantView(other, row.since(), row.grantedBy());
    }

    record BothView(List<GrantView> readers, List<GrantView> reads) {}

    record GrantView(String project, Instant since, String grantedBy) {}
}
