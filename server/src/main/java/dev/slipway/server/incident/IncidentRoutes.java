package dev.slipway.server.incident;

import dev.slipway.kernel.Problem;
import dev.slipway.server.web.Access;
import dev.slipway.server.web.Exchange;
import dev.slipway.server.web.Method;
import dev.slipway.server.web.Route;
import dev.slipway.server.web.RouteSource;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import dev.slipway.store.watch.IncidentRows.Incident;
import dev.slipway.store.watch.IncidentRows.Update;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The API of incidents. */
public final class IncidentRoutes implements RouteSource {

    private static final String ALL = "/api/v1/projects/{project}/incidents";
    private static final Access WRITE = Access.inProject(Scope.WRITE, Role.MAINTAINER);

    private final Incidents incidents;

    public IncidentRoutes(Incidents incidents) {
        this.incidents = incidents;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                new Route(
                        Method.GET,
                        ALL,
                        Access.inProject(Scope.READ, Role.VIEWER),
                        this::list,
                        "Incidents of a project, newest first, with what was said of them."),
                new Route(
                        Method.POST,
                        ALL,
                        WRITE,
                        this::begin,
                        "Tell of an incident on the status page: `title`, `text` and perhaps `state`: investigating, "
                                + "identified, monitoring or resolved."),
                new Route(
                        Method.POST,
                        ALL + "/{incident}/updates",
                        WRITE,
                        this::update,
                        "Say what has become of an incident: `text` and perhaps `state`; resolved ends it."));
    }

    private void list(Exchange exchange) {
        exchange.json(incidents.all(exchange.path("project")).stream()
                .map(IncidentRoutes::view)
                .toList());
    }

    private void begin(Exchange exchange) {
        Said said = exchange.body(Said.class);
        Incident begun =
                incidents.begin(exchange.path("project"), required(said.title(), "title"), word(exchange, said));
        exchange.json(201, view(begun));
    }

    private void update(Exchange exchange) {
        Said said = exchange.body(Said.class);
        exchange.json(
                view(incidents.update(exchange.path("project"), exchange.path("incident"), word(exchange, said))));
    }

    private static Incidents.Word word(Exchange exchange, Said said) {
        return new Incidents.Word(
                exchange.principal().name(), Optional.ofNullable(said.state()), required(said.text(), "text"));
    }

    private static String required(@Nullable String text, String name) {
        return Optional.ofNullable(text)
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.INVALID, "bad-incident", "'" + name + "' is missing", "say it in the body"));
    }

    private static Map<String, Object> view(Incident incident) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", incident.id());
        json.put("title", incident.title());
        json.put("state", Incidents.word(incident.state()));
        json.put("beganAt", incident.beganAt());
        incident.resolvedAt().ifPresent(at -> json.put("resolvedAt", at));
        json.put(
                "updates", incident.updates().stream().map(IncidentRoutes::view).toList());
        return json;
    }

    private static Map<String, Object> view(Update update) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("at", update.at());
        json.put("by", update.by());
        json.put("state", Incidents.word(update.state()));
        json.put("text", update.text());
        return json;
    }

    /** The body of both. */
    record Said(
            @Nullable String title,
            @Nullable String state,
            @Nullable String text) {}
}
