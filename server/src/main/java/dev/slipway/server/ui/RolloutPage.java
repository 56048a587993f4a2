package dev.slipway.server.ui;

import dev.slipway.server.rollout.Commands;
import dev.slipway.server.rollout.RolloutView;
import dev.slipway.server.web.Access;
import dev.slipway.server.web.Exchange;
import dev.slipway.server.web.Method;
import dev.slipway.server.web.Route;
import dev.slipway.server.web.RouteSource;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One rollout, and the buttons that steer it. */
final class RolloutPage implements RouteSource {

    private static final String PATH = "/rollouts/{rollout}";

    private final UiParts parts;
    private final Pages pages;

    RolloutPage(UiParts parts, Pages pages) {
        this.parts = parts;
        this.pages = pages;
    }

    @Override
    public List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        Access read = Access.lookedUp(Scope.READ, Role.VIEWER, this::project);
        routes.add(new Route(Method.GET, PATH, read, this::show, "Page: one rollout."));
        routes.add(new Route(
                Method.POST,
                PATH + "/confirm",
                Access.lookedUp(Scope.REVIEW, Role.REVIEWER, this::project),
                this::confirm,
                "Form of the page: confirm a point of the checklist."));
        for (RolloutAct act : RolloutAct.values()) {
            routes.add(new Route(
                    Method.POST,
                    PATH + "/" + act.word(),
                    Access.lookedUp(act.scope(), act.role(), this::project),
                    exchange -> act(exchange, act),
                    "Form of the page: " + act.label().toLowerCase(java.util.Locale.ROOT) + "."));
        }
        return routes;
    }

    private String project(Exchange exchange) {
        return parts.overview().find(exchange.path("rollout")).project();
    }

    private void show(Exchange exchange) {
        RolloutView rollout = parts.overview().rollout(exchange.path("rollout"));
        RolloutPageView view = new RolloutPageView(
                rollout,
                parts.overview().release(rollout.release()),
                Journey.of(rollout),
                RolloutAct.among(rollout.actions()),
                parts.overview().review(rollout.id(), exchange.principal().name()));
        String project = "/projects/" + rollout.project();
        Frame frame = pages.frame(
                exchange,
                RolloutWords.title(rollout),
                new Crumb(rollout.project(), project),
                new Crumb(rollout.environment(), project + "/environments/" + rollout.environment()));
        pages.show(exchange, "rollout", frame, view);
    }

    private void confirm(Exchange exchange) {
        String id = exchange.path("rollout");
        String point = exchange.form().getOrDefault("point", "");
        parts.commands().confirm(id, new Commands.Word(exchange.principal().name(), point));
        exchange.seeOther("/rollouts/" + id);
    }

    private void act(Exchange exchange, RolloutAct act) {
        Map<String, String> form = exchange.form();
        Commands.Word word = new Commands.Word(
                exchange.principal().name(), form.getOrDefault("comment", "").strip());
        String id = exchange.path("rollout");
        Commands commands = parts.commands();
        switch (act) {
            case APPROVE -> commands.approve(id, word);
            case REJECT -> commands.reject(id, word);
            case PROMOTE -> commands.promote(id, word);
            case RESUME -> commands.resume(id, word);
            case PAUSE -> commands.pause(id, word);
            case ABORT -> commands.abort(id, word);
            case BREAK_GLASS -> commands.breakGlass(id, word);
        }
        exchange.seeOther("/rollouts/" + id);
    }
}
