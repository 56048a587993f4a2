package dev.slipway.server.ui;

import dev.slipway.delivery.instance.InstanceStatus;
import dev.slipway.delivery.port.OutputReader;
import dev.slipway.kernel.Problem;
import dev.slipway.server.web.Access;
import dev.slipway.server.web.Exchange;
import dev.slipway.server.web.Method;
import dev.slipway.server.web.Route;
import dev.slipway.server.web.RouteSource;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import java.util.List;

/** One instance: how it is, and what it writes. For those who may read its output by the API, too. */
final class InstancePage implements RouteSource {

    private static final String PATH = "/projects/{project}/environments/{environment}/instances/{instance}";

    private final UiParts parts;
    private final Pages pages;

    InstancePage(UiParts parts, Pages pages) {
        this.parts = parts;
        this.pages = pages;
    }

    /** A line ready to be drawn. */
    record Line(String kind, List<Ansi.Part> parts) {}

    @Override
    public List<Route> routes() {
        Access access = Access.inProject(Scope.READ, Role.MAINTAINER);
        return List.of(
                new Route(Method.GET, PATH, access, this::show, "Page: one instance with what it writes."),
                new Route(
                        Method.GET,
                        PATH + "/lines",
                        access,
                        this::lines,
                        "Server-sent lines of an instance, for its page."));
    }

    private void show(Exchange exchange) {
        InstanceStatus instance = instance(exchange);
        String project = "/projects/" + instance.project();
        Frame frame = pages.frame(
                exchange,
                instance.name(),
                new Crumb(instance.project(), project),
                new Crumb(instance.environment(), project + "/environments/" + instance.environment()));
        pages.show(exchange, "instance", frame, instance);
    }

    private void lines(Exchange exchange) throws InterruptedException {
        instance(exchange);
        parts.output().stream(exchange, InstancePage::drawn);
    }

    private static List<Line> drawn(OutputReader.Page page) {
        return page.lines().stream()
                .map(line -> new Line("line", Ansi.parts(line)))
                .toList();
    }

    private InstanceStatus instance(Exchange exchange) {
        InstanceStatus instance = parts.output().instance(exchange.path("project"), exchange.path("instance"));
        if (!instance.environment().equals(exchange.path("environment"))) {
            throw Problem.of(
                    Problem.Kind.NOT_FOUND,
                    "instance-unknown",
                    "this environment has no instance '" + instance.name() + "'",
                    "it is one of " + instance.environment());
        }
        return instance;
    }
}
