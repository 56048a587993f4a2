package dev.slipway.server.api;

import dev.slipway.kernel.Problem;
import dev.slipway.server.secret.SecretStore;
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

/** Secrets go in by the API and never come out of it. */
public final class SecretRoutes implements RouteSource {

    private final SecretStore secrets;

    public SecretRoutes(SecretStore secrets) {
        this.secrets = secrets;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                new Route(
                        Method.GET,
                        "/api/v1/projects/{project}/secrets",
                        Access.inProject(Scope.READ, Role.MAINTAINER),
                        this::list,
                        "Names and versions of secrets."),
                new Route(
                        Method.PUT,
                        "/api/v1/projects/{project}/secrets/{name}",
                        Access.inProject(Scope.WRITE, Role.MAINTAINER),
                        this::put,
                        "Set a secret, for the project or one environment."),
                new Route(
                        Method.DELETE,
                        "/api/v1/projects/{project}/secrets/{name}",
                        Access.inProject(Scope.WRITE, Role.MAINTAINER),
                        this::delete,
                        "Erase a secret with all its versions; `?environment=` for one environment's."));
    }

    private void list(Exchange exchange) {
        exchange.json(secrets.list(exchange.path("project")).stream()
                .map(SecretRoutes::view)
                .toList());
    }

    private void put(Exchange exchange) {
        NewValue wanted = exchange.body(NewValue.class);
        if (wanted.value() == null) {
            throw Problem.of(Problem.Kind.INVALID, "value-missing", "there is no value", "send {\"value\": ...}");
        }
        String environment = wanted.environment() == null ? "" : wanted.environment();
        long version = secrets.put(
                exchange.path("project"),
                environment,
                exchange.path("name"),
                wanted.value(),
                exchange.principal().name());
        exchange.json(Map.of("name", exchange.path("name"), "version", version));
    }

    private void delete(Exchange exchange) {
        boolean deleted = secrets.delete(
                exchange.path("project"),
                exchange.query("environment").orElse(""),
                exchange.path("name"),
                exchange.principal().name());
        if (!deleted) {
            throw Problem.of(
                    Problem.Kind.NOT_FOUND,
                    "no-secret",
                    "there is no secret " + exchange.path("name") + " here",
                    "slipway secrets lists them; name the environment when it has one");
        }
        exchange.noContent();
    }

    private static SecretView view(Setting setting) {
        return new SecretView(
                setting.name(),
                setting.environment().isEmpty() ? null : setting.environment(),
                setting.version(),
                setting.updatedAt(),
                setting.updatedBy());
    }

    record NewValue(@Nullable String value, @Nullable String environment) {

        /** Without the value. */
        @Override
        public String toString() {
            return "a value for " + (environment == null ? "the project" : environment);
        }
    }

    record SecretView(String name, @Nullable String environment, long version, Instant updatedAt, String updatedBy) {}
}
