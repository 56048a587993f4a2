package dev.slipway.server.ui;

import dev.slipway.server.incident.Incidents;
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

/** Where incidents are told of, which the status page then shows to everybody. */
final class IncidentsPage implements RouteSource {

    private static final String PATH = "/projects/{project}/incidents";
    private static final Access WRITE = Access.inProject(Scope.WRITE, Role.MAINTAINER);

    private final Incidents incidents;
    private final Pages pages;

    IncidentsPage(Incidents incidents, Pages pages) {
        this.incidents = incidents;
        this.pages = pages;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                new Route(
                        Method.GET,
                        PATH,
                        Access.inProject(Scope.READ, Role.VIEWER),
                        this::show,
                        "Page: incidents of a project."),
                new Route(Method.POST, PATH, WRITE, this::begin, "Form of the page: tell of an incident."),
                new Route(
                        Method.POST,
                        PATH + "/{incident}",
                        WRITE,
                        this::update,
                        "Form of the page: say what has become of an incident."));
    }

    private void show(Exchange exchange) {
        String project = exchange.path("project");
        Frame frame = pages.frame(exchange, "Incidents", new Crumb(project, "/projects/" + project));
        pages.show(exchange, "incidents", frame, new IncidentsView(project, incidents.all(project)));
    }

    private void begin(Exchange exchange) {
        incidents.begin(exchange.path("project"), exchange.form().getOrDefault("title", ""), word(exchange));
        exchange.seeOther("/projects/" + exchange.path("project") + "/incidents");
    }

    private void update(Exchange exchange) {
        incidents.update(exchange.path("project"), exchange.path("incident"), word(exchange));
        exchange.seeOther("/projects/" + exchange.path("project") + "/incidents");
    }

    private static Incidents.Word word(Exchange exchange) {
        Map<String, String> form = exchange.form();
        Optional<String> state = Optional.ofNullable(form.get("state")).filter(text -> !text.isEmpty());
        return new Incidents.Word(exchange.principal().name(), state, form.getOrDefault("text", ""));
    }
}
