package dev.slipway.server.api;

import dev.slipway.server.account.Teams;
import dev.slipway.server.web.Access;
import dev.slipway.server.web.Exchange;
import dev.slipway.server.web.Method;
import dev.slipway.server.web.Route;
import dev.slipway.server.web.RouteSource;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Teams: which there are, who is in them, and how an administrator changes that. */
public final class TeamRoutes implements RouteSource {

    private static final String TEAMS = "/api/v1/teams";
    private static final String TEAM = TEAMS + "/{name}";
    private static final String MEMBER = TEAM + "/members/{user}";
    private static final Access ADMIN = Access.wholeServer(Scope.ADMIN, Role.ADMIN);

    private final Teams teams;

    public TeamRoutes(Teams teams) {
        this.teams = teams;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                new Route(
                        Method.GET,
                        TEAMS,
                        Access.wholeServer(Scope.READ, Role.VIEWER),
                        exchange -> exchange.json(teams.list()),
                        "All teams with their members."),
                new Route(Method.POST, TEAMS, ADMIN, this::create, "Make a team, which gates name as `team:NAME`."),
                new Route(Method.DELETE, TEAM, ADMIN, this::delete, "Take a team away."),
                new Route(
                        Method.PUT,
                        MEMBER,
                        ADMIN,
                        exchange -> exchange.json(teams.join(
                                exchange.path("name"),
                                exchange.path("user"),
                                exchange.principal().name())),
                        "Put an account into a team."),
                new Route(
                        Method.DELETE,
                        MEMBER,
                        ADMIN,
                        exchange -> exchange.json(teams.leave(
                                exchange.path("name"),
                                exchange.path("user"),
                                exchange.principal().name())),
                        "Take an account out of a team; what it has approved still counts."));
    }

    private void create(Exchange exchange) {
        NewTeam wanted = exchange.body(NewTeam.class);
        List<String> members = wanted.members() == null ? List.of() : wanted.members();
        exchange.json(
                201,
                teams.create(
                        Fields.required(wanted.name(), "name"),
                        members,
                        exchange.principal().name()));
    }

    private void delete(Exchange exchange) {
        teams.delete(exchange.path("name"), exchange.principal().name());
        exchange.noContent();
    }

    record NewTeam(@Nullable String name, @Nullable List<String> members) {}
}
