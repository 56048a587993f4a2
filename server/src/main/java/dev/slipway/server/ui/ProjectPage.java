package dev.slipway.server.ui;

import dev.slipway.server.rollout.Commands;
import dev.slipway.server.ui.ProjectView.Content;
import dev.slipway.server.ui.ProjectView.Tab;
import dev.slipway.server.web.Access;
import dev.slipway.server.web.Exchange;
import dev.slipway.server.web.Method;
import dev.slipway.server.web.Route;
import dev.slipway.server.web.RouteSource;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import dev.slipway.store.project.Project;
import dev.slipway.store.run.Run;
import dev.slipway.store.run.Runs;
import dev.slipway.store.secret.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** One project from all its sides. */
final class ProjectPage implements RouteSource {

    private static final int ROWS = 50;

    private final UiParts parts;
    private final Pages pages;

    ProjectPage(UiParts parts, Pages pages) {
        this.parts = parts;
        this.pages = pages;
    }

    @Override
    public List<Route> routes() {
        return Stream.concat(Stream.of(removal(), allowing(), revoking()), pages())
                .toList();
    }

    private Route removal() {
        return new Route(
                Method.POST,
                "/projects/{project}/previews/{name}/remove",
                Access.inProject(Scope.WRITE, Role.MAINTAINER),
                this::remove,
                "Form of the page: take a preview away.");
    }

    private void remove(Exchange exchange) {
        String project = exchange.path("project");
        parts.previews()
                .remove(
                        project,
                        exchange.path("name"),
                        new Commands.Word(exchange.principal().name(), ""));
        exchange.seeOther("/projects/" + project);
    }

    private Route allowing() {
        return new Route(
                Method.POST,
                "/projects/{project}/readers/allow",
                Access.inProject(Scope.ADMIN, Role.ADMIN),
                exchange -> readers(exchange, parts.readers()::allow),
                "Form of the page: let the jobs of another project read this one.");
    }

    private Route revoking() {
        return new Route(
                Method.POST,
                "/projects/{project}/readers/revoke",
                Access.inProject(Scope.ADMIN, Role.ADMIN),
                exchange -> readers(exchange, parts.readers()::revoke),
                "Form of the page: let them read it no more.");
    }

    private static void readers(Exchange exchange, Change change) {
        String project = exchange.path("project");
        change.make(
                project,
                exchange.form().getOrDefault("reader", "").strip(),
                exchange.principal().name());
        exchange.seeOther("/projects/" + project + Tab.SETTINGS.path());
    }

    /** Of who reads a project. */
    private interface Change {
        void make(String project, String reader, String by);
    }

    private Stream<Route> pages() {
        return Arrays.stream(Tab.values())
                .map(tab -> new Route(
                        Method.GET,
                        "/projects/{project}" + tab.path(),
                        Access.inProject(Scope.READ, Role.VIEWER),
                        exchange -> show(exchange, tab),
                        "Page: a project's " + tab.label().toLowerCase(Locale.ROOT) + "."));
    }

    private void show(Exchange exchange, Tab tab) {
        Project project = parts.projects().get(exchange.path("project"));
        String cloneUrl = exchange.origin() + "/git/" + project.name() + ".git";
        ProjectView view = new ProjectView(project, cloneUrl, tab, content(project.name(), tab));
        pages.show(exchange, "project", pages.frame(exchange, project.name(), new Crumb("Projects", "/")), view);
    }

    private Content content(String project, Tab tab) {
        return switch (tab) {
            case ENVIRONMENTS ->
                new Content.Environments(
                        OverviewPage.lasting(parts, project),
                        parts.overview().previews(parts.previews().of(project)));
            case ROLLOUTS -> new Content.Rollouts(parts.overview().brief(project, ROWS));
            case RUNS -> runs(project);
            case RELEASES -> new Content.Releases(parts.overview().releases(project, ROWS));
            case PUSHES -> new Content.Pushes(parts.pushes().latest(project, ROWS));
            case SETTINGS ->
                new Content.Settings(
                        parts.database().read(sql -> Settings.secrets().list(sql, project)),
                        parts.database().read(sql -> Settings.variables().list(sql, project)),
                        parts.readers().of(project));
        };
    }

    private Content runs(String project) {
        List<Run> runs = parts.database().read(sql -> Runs.ofProject(sql, project, ROWS));
        return new Content.RunList(runs, parts.runs().origins(runs));
    }
}
