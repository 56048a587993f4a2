package dev.slipway.server.api;

import dev.slipway.kernel.Problem;
import dev.slipway.kernel.Suggestion;
import dev.slipway.server.secret.VariableStore;
import dev.slipway.server.web.Access;
import dev.slipway.server.web.Exchange;
import dev.slipway.server.web.Method;
import dev.slipway.server.web.Route;
import dev.slipway.server.web.RouteSource;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import dev.slipway.store.secret.Setting;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Variables of projects, which everybody may see who may see the project. */
public final class VariableRoutes implements RouteSource {

    private static final String ALL = "/api/v1/projects/{project}/variables";

    private final VariableStore variables;

    public VariableRoutes(VariableStore variables) {
        this.variables = variables;
    }

    @Override
    public List<Route> routes() {
        Access write = Access.inProject(Scope.WRITE, Role.MAINTAINER);
        return List.of(
                new Route(
                        Method.GET,
                        ALL,
                        Access.inProject(Scope.READ, Role.VIEWER),
                        this::list,
                        "Variables with their values."),
                new Route(
                        Method.PUT,
                        ALL + "/{name}",
                        write,
                        this::put,
                        "Set a variable, for the project or one environment."),
                new Route(
                        Method.DELETE,
                        ALL + "/{name}",
                        write,
                        this::delete,
                        "Remove a variable; `?environment=` for one environment's."));
    }

    private void list(Exchange exchange) {
        exchange.json(variables.list(exchange.path("project")).stream()
                .map(VariableRoutes::view)
                .toList());
    }

    private void put(Exchange exchange) {
        NewVariable wanted = exchange.body(NewVariable.class);
        if (wanted.value() == null) {
            throw Problem.of(Problem.Kind.INVALID, "value-missing", "there is no value", "send {\"value\": ...}");
        }
        long version = variables.put(
                exchange.path("project"),
                wanted.environment() == null ? "" : wanted.environment(),
                exchange.path("name"),
                wanted.value(),
                exchange.principal().name());
        exchange.json(Map.of("name", exchange.path("name"), "version", version));
    }

    private void delete(Exchange exchange) {
        String project = exchange.path("project");
        String name = exchange.path("name");
        String environment = exchange.query("environment").orElse("");
        if (!variables.delete(project, environment, name, exchange.principal().name())) {
            List<String> names = variables.list(project).stream()
                    .map(Setting::name)
                    .distinct()
                    .filter(other -> !other.equals(name))
                    .toList();
            throw Problem.of(
                    Problem.Kind.NOT_FOUND,
                    "no-variable",
                    "there is no variable " + name + " here",
                    Suggestion.nearest(name, names)
                            .map(near -> "did you mean '" + near + "'?")
                            .orElse("`slipway variables` lists them; name the environment when it has one"));
        }
        exchange.noContent();
    }

    private static VariableView view(Setting setting) {
        return new VariableView(
                setting.name(),
                setting.environment().isEmpty() ? null : setting.environment(),
                setting.content(),
                setting.version(),
                setting.updatedAt(),
                setting.updatedBy());
    }

    record NewVariable(@Nullable String value, @Nullable String environment) {}

    record VariableView(
            String name,
            @Nullable String environment,
            String value,
            long version,
            Instant updatedAt,
            String updatedBy) {}
}
