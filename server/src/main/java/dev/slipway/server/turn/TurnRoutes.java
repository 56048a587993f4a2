package dev.slipway.server.turn;

import dev.slipway.kernel.Problem;
import dev.slipway.promql.engine.Value;
import dev.slipway.server.account.Principal;
import dev.slipway.server.query.SeriesDesk;
import dev.slipway.server.web.Access;
import dev.slipway.server.web.Exchange;
import dev.slipway.server.web.Method;
import dev.slipway.server.web.Route;
import dev.slipway.server.web.RouteSource;
import dev.slipway.store.Database;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import dev.slipway.store.rollout.Rollouts;
import dev.slipway.store.rollout.Rollouts.Turn;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The marks of deploys in graphs, and the answer to "which release changed this?". */
public final class TurnRoutes implements RouteSource {

    private static final String PROJECT = "/api/v1/projects/{project}";
    private static final Access READ = Access.inProject(Scope.READ, Role.VIEWER);
    private static final Duration USUAL = Duration.ofHours(6);
    private static final Duration LONGEST = Duration.ofDays(31);
    private static final int MOST = 200;
    private static final int POINTS = 720;
    private static final long PATIENCE = Duration.ofSeconds(30).toMillis();

    private final Database database;
    private final SeriesDesk desk;
    private final InstantSource clock;
    private final Rollouts rollouts = new Rollouts();

    public TurnRoutes(Database database, SeriesDesk desk, InstantSource clock) {
        this.database = database;
        this.desk = desk;
        this.clock = clock;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                new Route(
                        Method.GET,
                        PROJECT + "/turns",
                        READ,
                        exchange -> exchange.json(turns(exchange, stretch(exchange)).stream()
                                .map(TurnRoutes::turn)
                                .toList()),
                        "When user traffic turned to a release or back from it, oldest first; `?environment=`, "
                                + "`start=` and `end=` in seconds since the epoch, else the last six hours."),
                new Route(
                        Method.GET,
                        PROJECT + "/suspects",
                        READ,
                        this::suspects,
                        "Which release changed this: the turns after which `?query=` was not what it was before, "
                                + "the most suspicious first; with the parameters of `turns`, and `own=true` for "
                                + "Slipway's own store where the project has a server."));
    }

    private record Stretch(Instant from, Instant until) {}

    private Stretch stretch(Exchange exchange) {
        Instant until = time(exchange, "end").orElseGet(clock::instant);
        Instant from = time(exchange, "start").orElse(until.minus(USUAL));
        if (!from.isBefore(until) || from.plus(LONGEST).isBefore(until)) {
            throw bad("start", "the start is before the end, and at most 31 days");
        }
        return new Stretch(from, until);
    }

    private static Optional<Instant> time(Exchange exchange, String name) {
        return exchange.query(name).filter(text -> !text.isEmpty()).map(text -> {
            if (!text.matches("\\d{1,11}(\\.\\d{1,9})?")) {
                throw bad(name, "'" + text + "' is no number of seconds");
            }
            return Instant.ofEpochMilli(Math.round(Double.parseDouble(text) * 1000));
        });
    }

    private static Problem bad(String name, String what) {
        return Problem.of(
                Problem.Kind.INVALID, "bad-parameter", "'" + name + "': " + what, "write seconds since the epoch");
    }

    private List<Turn> turns(Exchange exchange, Stretch stretch) {
        String project = exchange.path("project");
        Optional<String> environment = exchange.query("environment").filter(name -> !name.isEmpty());
        return database.read(sql -> rollouts.turns(sql, project, environment, stretch.from(), stretch.until(), MOST));
    }

    private void suspects(Exchange exchange) {
        Stretch stretch = stretch(exchange);
        String query = exchange.query("query")
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.INVALID, "bad-parameter", "'query' is missing", "ask with ?query=EXPR"));
        Principal who = within(exchange.principal(), exchange.path("project"));
        Value value = answer(who, query, stretch, exchange.query("own").equals(Optional.of("true")));
        List<Value.Points> series = value instanceof Value.Matrix matrix ? matrix.series() : List.of();
        exchange.json(Suspect.among(turns(exchange, stretch), series).stream()
                .map(TurnRoutes::suspect)
                .toList());
    }

    private static Principal within(Principal who, String project) {
        return new Principal(who.name(), who.role(), who.scopes(), Optional.of(project));
    }

    private Value answer(Principal who, String query, Stretch stretch, boolean own) {
        long start = stretch.from().toEpochMilli();
        long end = stretch.until().toEpochMilli();
        long step = Math.max(15_000, (end - start) / POINTS);
        SeriesDesk asked = own ? SeriesDesk.over(desk.own()) : desk;
        return asked.range(who, query, start, end, step, OptionalLong.empty(), PATIENCE)
                .value();
    }

    private static Map<String, Object> turn(Turn turn) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("at", turn.at());
        json.put("rollout", turn.rollout());
        json.put("environment", turn.environment());
        json.put("release", turn.release());
        turn.previous().ifPresent(previous -> json.put("previous", previous));
        json.put("back", turn.back());
        return json;
    }

    private static Map<String, Object> suspect(Suspect suspect) {
        Map<String, Object> json = turn(suspect.turn());
        json.put("series", suspect.series().asMap());
        json.put("before", suspect.before());
        json.put("after", suspect.after());
        json.put("score", suspect.score());
        return json;
    }
}
