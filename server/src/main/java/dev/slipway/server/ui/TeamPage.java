package dev.slipway.server.ui;

import dev.slipway.server.account.Teams;
import dev.slipway.server.web.Access;
import dev.slipway.server.web.Exchange;
import dev.slipway.server.web.Method;
import dev.slipway.server.web.Route;
import dev.slipway.server.web.RouteSource;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Teams of reviewers: everybody sees whom a gate waits for, and administrators change it. */
final class TeamPage implements RouteSource {

    private static final String PATH = "/teams";
    private static final String TEAM = PATH + "/{team}";
    private static final Access ADMIN = Access.wholeServer(Scope.ADMIN, Role.ADMIN);

    private final Teams teams;
    private final Pages pages;

    TeamPage(Teams teams, Pages pages) {
        this.teams = teams;
        this.pages = pages;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                new Route(
                        Method.GET,
                        PATH,
                        Access.wholeServer(Scope.READ, Role.VIEWER),
                        exchange -> pages.show(
                                exchange, "teams", pages.frame(exchange, "Teams"), new TeamView(teams.list())),
                        "Page: teams of reviewers."),
                new Route(Method.POST, PATH, ADMIN, this::create, "Form of the page: make a team."),
                new Route(Method.POST, TEAM + "/join", ADMIN, this::join, "Form of the page: put an account in."),
                new Route(Method.POST, TEAM + "/leave", ADMIN, this::leave, "Form of the page: take an account out."),
                new Route(Method.POST, TEAM + "/remove", ADMIN, this::remove, "Form of the page: take a team away."));
    }

    private void create(Exchange exchange) {
        Map<String, String> form = exchange.form();
        List<String> members = Arrays.stream(
                        form.getOrDefault("members", "").strip().split("[\\s,]+"))
                .filter(name -> !name.isEmpty())
                .toList();
        teams.create(form.getOrDefault("name", "").strip(), members, who(exchange));
        exchange.seeOther(PATH);
    }

    private void join(Exchange exchange) {
        teams.join(
                exchange.path("team"), exchange.form().getOrDefault("user", "").strip(), who(exchange));
        exchange.seeOther(PATH);
    }

    private void leave(Exchange exchange) {
        teams.leave(exchange.path("team"), exchange.form().getOrDefault("user", ""), who(exchange));
        exchange.seeOther(PATH);
    }

    private void remove(Exchange exchange) {
        teams.delete(exchange.path("team"), who(exchange));
        exchange.seeOther(PATH);
    }

    private static String who(Exchange exchange) {
        return exchange.principal().name();
    }
}
