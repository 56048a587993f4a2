package dev.slipway.server.ui;

import dev.slipway.kernel.Problem;
import dev.slipway.server.rollout.Books;
import dev.slipway.server.rollout.Commands;
import dev.slipway.server.rollout.Forecast.PlanView;
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
import java.util.Map;
import java.util.Optional;

/** One environment: its instances, what a deploy would change, and the buttons for it. */
final class EnvironmentPage implements RouteSource {

    private static final String PATH = "/projects/{project}/environments/{environment}";

    private static final int SCORED_DAYS = 90;

    private final UiParts parts;
    private final Pages pages;
    private final Lanes lanes;

    EnvironmentPage(UiParts parts, Pages pages) {
        this.parts = parts;
        this.pages = pages;
        this.lanes = new Lanes(Books.of(parts.database()));
    }

    @Override
    public List<Route> routes() {
        Access read = Access.inProject(Scope.READ, Role.VIEWER);
        Access steer = Access.inProject(Scope.WRITE, Role.MAINTAINER);
        return List.of(
                new Route(Method.GET, PATH, read, this::show, "Page: one environment."),
                new Route(Method.POST, PATH + "/deploy", steer, this::deploy, "Form of the page: deploy."),
                new Route(Method.POST, PATH + "/restart", steer, this::restart, "Form of the page: restart."),
                new Route(Method.POST, PATH + "/rollback", steer, this::rollback, "Form of the page: go back."));
    }

    private void show(Exchange exchange) {
        String project = exchange.path("project");
        String name = exchange.path("environment");
        EnvironmentCell cell = OverviewPage.cells(parts, project).stream()
                .filter(found -> found.view().name().equals(name))
                .findFirst()
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.NOT_FOUND,
                        "no-environment",
                        "project " + project + " has no environment '" + name + "'",
                        "environments are named in slipway.yml"));
        Frame frame = pages.frame(exchange, name, new Crumb(project, "/projects/" + project));
        pages.show(
                exchange, "environment", frame, view(cell, exchange.principal().name()));
    }

    private EnvironmentPageView view(EnvironmentCell cell, String who) {
        LaneView lane = lanes.of(cell.project(), cell.view().name());
        Optional<String> before =
                parts.commands().before(cell.project(), cell.view().name());
        return parts.previews().of(cell.project()).stream()
                .filter(preview -> preview.name().equals(cell.view().name()))
                .findFirst()
                .map(preview -> EnvironmentPageView.of(cell, lane, preview, before))
                .orElseGet(() ->
                        new EnvironmentPageView(cell, lane, Optional.empty(), before, plan(cell, who), scores(cell)));
    }

    private List<ScoreLine> scores(EnvironmentCell cell) {
        return ScoreLine.of(parts.scores().of(cell.project(), cell.view().name(), SCORED_DAYS));
    }

    private Optional<PlanView> plan(EnvironmentCell cell, String who) {
        return parts.overview()
                .newest(cell.project())
                .map(release ->
                        parts.overview().plan(cell.project(), cell.view().name(), Optional.of(release.id()), who))
                .filter(plan -> !plan.again() || !plan.secrets().isEmpty());
    }

    private void deploy(Exchange exchange) {
        Map<String, String> form = exchange.form();
        Optional<String> release = Optional.ofNullable(form.get("release")).filter(id -> !id.isBlank());
        String id = parts.commands()
                .deploy(exchange.path("project"), exchange.path("environment"), release, word(exchange))
                .id();
        exchange.seeOther("/rollouts/" + id);
    }

    private void restart(Exchange exchange) {
        Optional<String> instance =
                Optional.ofNullable(exchange.form().get("instance")).filter(name -> !name.isBlank());
        String id = parts.commands()
                .restart(
                        exchange.path("project"),
                        exchange.path("environment"),
                        Optional.empty(),
                        instance,
                        word(exchange))
                .id();
        exchange.seeOther("/rollouts/" + id);
    }

    private void rollback(Exchange exchange) {
        String id = parts.commands()
                .rollback(exchange.path("project"), exchange.path("environment"), word(exchange))
                .id();
        exchange.seeOther("/rollouts/" + id);
    }

    private static Commands.Word word(Exchange exchange) {
        return new Commands.Word(
                exchange.principal().name(),
                exchange.form().getOrDefault("comment", "").strip());
    }
}
