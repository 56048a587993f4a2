package dev.slipway.server.forge;

import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import dev.slipway.server.web.Access;
import dev.slipway.server.web.Exchange;
import dev.slipway.server.web.Method;
import dev.slipway.server.web.Route;
import dev.slipway.server.web.RouteSource;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import dev.slipway.store.project.StatusReport;
import dev.slipway.store.watch.NoticeRows;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a project reports its statuses to, and how that goes, over HTTP. */
public final class StatusRoutes implements RouteSource {

    private static final String PLACE = "/api/v1/projects/{project}/status-report";

    private final StatusDesk desk;

    public StatusRoutes(StatusDesk desk) {
        this.desk = desk;
    }

    @Override
    public List<Route> routes() {
        Access write = Access.inProject(Scope.WRITE, Role.MAINTAINER);
        return List.of(
                new Route(
                        Method.GET,
                        PLACE,
                        Access.inProject(Scope.READ, Role.VIEWER),
                        this::show,
                        "Where statuses of commits are reported to, and what was told lately."),
                new Route(
                        Method.PUT,
                        PLACE,
                        write,
                        this::set,
                        "Report how runs stand as commit statuses of GitHub, GitLab, Gitea or Forgejo."),
                new Route(Method.DELETE, PLACE, write, this::stop, "Report no more."));
    }

    private void show(Exchange exchange) {
        String project = exchange.path("project");
        StatusReport report = desk.report(project).orElseThrow(() -> none(project));
        exchange.json(view(report, desk.told(project, exchange.limit())));
    }

    private void set(Exchange exchange) {
        NewReport wanted = exchange.body(NewReport.class);
        StatusDesk.Wish wish = new StatusDesk.Wish(
                wanted.token() == null ? "" : wanted.token(),
                Optional.ofNullable(wanted.forge()),
                Optional.ofNullable(wanted.apiUrl()),
                Optional.ofNullable(wanted.repository()));
        StatusReport report =
                desk.set(exchange.path("project"), wish, exchange.principal().name());
        exchange.json(view(report, List.of()));
    }

    private void stop(Exchange exchange) {
        String project = exchange.path("project");
        if (!desk.stop(project, exchange.principal().name())) {
            throw none(project);
        }
        exchange.noContent();
    }

    private static Problem none(String project) {
        return Problem.of(
                Problem.Kind.NOT_FOUND,
                "no-status-report",
                project + " reports its statuses nowhere",
                "`slipway projects report " + project + "` begins it");
    }

    private static ReportView view(StatusReport report, List<NoticeRows.Row> told) {
        return new ReportView(
                Forge.valueOf(report.forge()).word(),
                report.apiUrl(),
                report.repository(),
                report.since(),
                told.stream().map(StatusRoutes::view).toList());
    }

    private static StatusView view(NoticeRows.Row notice) {
        CommitStatus status = Json.read(notice.content(), CommitStatus.class);
        return new StatusView(
                status.run(),
                status.commit(),
                status.context(),
                status.state().name().toLowerCase(Locale.ROOT),
                status.description(),
                notice.state().name().toLowerCase(Locale.ROOT),
                notice.attempts(),
                notice.error(),
                notice.createdAt());
    }

    record NewReport(
            @Nullable String token,
            @Nullable String forge,
            @Nullable String apiUrl,
            @Nullable String repository) {}

    record ReportView(String forge, String apiUrl, String repository, Instant since, List<StatusView> statuses) {}

    record StatusView(
            String run,
            String commit,
            String context,
            String state,
            String description,
            String delivery,
            long attempts,
            String answer,
            Instant at) {}
}
