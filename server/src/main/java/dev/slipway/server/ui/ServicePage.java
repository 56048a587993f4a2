package dev.slipway.server.ui;

import dev.slipway.kernel.Problem;
import dev.slipway.server.rollout.Overview.EnvironmentView;
import dev.slipway.server.web.Access;
import dev.slipway.server.web.Exchange;
import dev.slipway.server.web.Method;
import dev.slipway.server.web.Route;
import dev.slipway.server.web.RouteSource;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import java.util.List;

/** Rate, errors, duration and saturation of a service, by release, with the turns of traffic that may explain them. */
final class ServicePage implements RouteSource {

    private static final String PATH = "/projects/{project}/environments/{environment}/watch";
    private static final Access READ = Access.inProject(Scope.READ, Role.VIEWER);

    private final UiParts parts;
    private final Pages pages;

    ServicePage(UiParts parts, Pages pages) {
        this.parts = parts;
        this.pages = pages;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                new Route(
                        Method.GET,
                        PATH,
                        READ,
                        exchange -> show(exchange, ""),
                        "Page: how the first service of an environment does."),
                new Route(
                        Method.GET,
                        PATH + "/{service}",
                        READ,
                        exchange -> show(exchange, exchange.path("service")),
                        "Page: how a service does, by release: rate, errors, duration, saturation."));
    }

    private void show(Exchange exchange, String wanted) {
        String project = exchange.path("project");
        String environment = exchange.path("environment");
        List<String> services = services(project, environment);
        String service = wanted.isEmpty() ? services.stream().findFirst().orElse("") : wanted;
        if (!wanted.isEmpty() && !services.contains(wanted)) {
            throw Problem.of(
                    Problem.Kind.NOT_FOUND,
                    "no-service",
                    "the release that serves " + environment + " of " + project + " has no service '" + wanted + "'",
                    "services are named in slipway.yml");
        }
        Frame frame = pages.frame(
                exchange,
                service.isEmpty() ? "Services" : service,
                new Crumb(project, "/projects/" + project),
                new Crumb(environment, "/projects/" + project + "/environments/" + environment));
        pages.show(exchange, "service", frame, new ServiceView(project, environment, service, services));
    }

    /** Those of the release that serves, by name. */
    private List<String> services(String project, String environment) {
        EnvironmentView found = parts.overview().environments(project).stream()
                .filter(view -> view.name().equals(environment))
                .findFirst()
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.NOT_FOUND,
                        "no-environment",
                        "project " + project + " has no environment '" + environment + "'",
                        "environments are named in slipway.yml"));
        return found.release().stream()
                .flatMap(release -> parts.plans().release(release).config().services().keySet().stream())
                .sorted()
                .toList();
    }
}
