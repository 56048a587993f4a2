package dev.slipway.server.ui;

import dev.slipway.server.rollout.RolloutView;
import dev.slipway.server.web.Access;
import dev.slipway.server.web.Exchange;
import dev.slipway.server.web.Method;
import dev.slipway.server.web.Route;
import dev.slipway.server.web.RouteSource;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import dev.slipway.store.project.Project;
import dev.slipway.store.rollout.Preview;
import dev.slipway.store.rollout.Rollouts;
import dev.slipway.store.run.Runs;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The first page: projects by environments. */
final class OverviewPage implements RouteSource {

    private final UiParts parts;
    private final Pages pages;

    OverviewPage(UiParts parts, Pages pages) {
        this.parts = parts;
        this.pages = pages;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                new Route(
                        Method.GET,
                        "/",
                        Access.filtered(Scope.READ, Role.VIEWER),
                        this::show,
                        "Page: what runs where, since when, how healthy."),
                new Route(
                        Method.GET,
                        "/login",
                        Access.open("who signs in has no session yet"),
                        this::login,
                        "Page: sign in."));
    }

    private void show(Exchange exchange) {
        String address = exchange.origin();
        List<OverviewView.Row> rows = parts.projects().all().stream()
                .filter(project -> exchange.principal().mayReach(project.name()))
                .map(project -> row(project, address))
                .toList();
        pages.show(exchange, "overview", pages.frame(exchange, "Overview"), new OverviewView(rows, address));
    }

    private OverviewView.Row row(Project project, String address) {
        return new OverviewView.Row(
                project.name(),
                address + "/git/" + project.name() + ".git",
                lasting(parts, project.name()),
                parts.database().read(sql -> Runs.ofProject(sql, project.name(), 1)).stream()
                        .findFirst());
    }

    /** All environments of a project, previews among them. */
    static List<EnvironmentCell> cells(UiParts parts, String project) {
        return parts.overview().environments(project).stream()
                .map(view -> new EnvironmentCell(
                        project,
                        view,
                        view.release().map(id -> parts.overview().release(id)),
                        underWay(parts, project, view.name())))
                .toList();
    }

    /** The environments that {@code slipway.yml} names, which stay. */
    static List<EnvironmentCell> lasting(UiParts parts, String project) {
        Set<String> previews =
                parts.previews().of(project).stream().map(Preview::name).collect(Collectors.toSet());
        return cells(parts, project).stream()
                .filter(cell -> !previews.contains(cell.view().name()))
                .toList();
    }

    private static List<RolloutView> underWay(UiParts parts, String project, String environment) {
        return parts.database().read(sql -> new Rollouts().active(sql, project, environment)).stream()
                .map(rollout -> parts.overview().rollout(rollout.id()))
                .toList();
    }

    private void login(Exchange exchange) {
        LoginView view = LoginView.first(exchange.query("next"));
        pages.show(exchange, "login", pages.frame(exchange, "Sign in"), view);
    }
}
