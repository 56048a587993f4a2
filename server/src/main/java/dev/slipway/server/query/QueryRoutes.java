package dev.slipway.server.query;

import dev.slipway.kernel.Problem;
import dev.slipway.promql.engine.Answer;
import dev.slipway.promql.engine.Query;
import dev.slipway.promql.series.Labels;
import dev.slipway.server.account.Principal;
import dev.slipway.server.web.Access;
import dev.slipway.server.web.Exchange;
import dev.slipway.server.web.Method;
import dev.slipway.server.web.Route;
import dev.slipway.server.web.RouteHandler;
import dev.slipway.server.web.RouteSource;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;

/** The questions about series: values, labels and names. */
public final class QueryRoutes implements RouteSource {

    /** Where Prometheus' API begins. */
    public static final String ROOT = "/prometheus";

    private static final String API = ROOT + "/api/v1";
    private static final long PATIENCE = Duration.ofMinutes(2).toMillis();
    private static final Access READ = Access.filtered(Scope.READ, Role.VIEWER);

    private final SeriesDesk desk;
    private final InstantSource clock;

    public QueryRoutes(SeriesDesk desk, InstantSource clock) {
        this.desk = desk;
        this.clock = clock;
    }

    @Override
    public List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        both(routes, "/query", Reply.guarded(this::instant), "Prometheus: the value of an expression at one time.");
        both(routes, "/query_range", Reply.guarded(this::range), "Prometheus: the values of an expression over time.");
        both(routes, "/series", Reply.guarded(this::series), "Prometheus: the series that selectors match.");
        both(routes, "/labels", Reply.data(this::labels), "Prometheus: names of labels.");
        both(routes, "/format_query", Reply.data(QueryRoutes::formatted), "Prometheus: an expression, written well.");
        both(
                routes,
                "/query_exemplars",
                Reply.data(QueryRoutes::exemplars),
                "Prometheus: no exemplars, for none are stored; Grafana asks.");
        routes.add(new Route(
                Method.GET,
                API + "/label/{name}/values",
                READ,
                Reply.data(this::values),
                "Prometheus: a label's values."));
        routes.add(new Route(
                Method.GET,
                ROOT + "/federate",
                READ,
                this::federate,
                "Prometheus: the newest samples of series, for another one to scrape."));
        return List.copyOf(routes);
    }

    private static void both(List<Route> routes, String path, RouteHandler handler, String summary) {
        routes.add(new Route(Method.GET, API + path, READ, handler, summary));
        routes.add(new Route(Method.POST, API + path, READ, handler, summary));
    }

    private void instant(Exchange exchange) {
        Parameters asked = Parameters.of(exchange);
        Principal who = asked.asker(exchange.principal());
        Answer answer = desk.instant(
                who,
                expression(who, asked),
                asked.time("time").orElseGet(clock::millis),
                lookback(asked),
                patience(asked));
        write(exchange, answer);
    }

    private void range(Exchange exchange) {
        Parameters asked = Parameters.of(exchange);
        Principal who = asked.asker(exchange.principal());
        Answer answer = desk.range(
                who,
                expression(who, asked),
                asked.requiredTime("start"),
                asked.requiredTime("end"),
                asked.requiredStep("step"),
                lookback(asked),
                patience(asked));
        write(exchange, answer);
    }

    private static void write(Exchange exchange, Answer answer) {
        Reply.written(exchange, answer.annotations(), out -> {
            out.writeStartObject();
            new ValueJson(out).write(answer.value());
            out.writeEndObject();
        });
    }

    /** As it is written; a server outside may know more of the language than Slipway does. */
    private String expression(Principal who, Parameters asked) {
        return desk.goesOutside(who) ? asked.required("query") : query(asked).text();
    }

    private static Query query(Parameters asked) {
        String text = asked.required("query");
        try {
            return Query.parse(text);
        } catch (Problem problem) {
            throw Problem.of(
                    problem.kind(),
                    problem.code(),
                    "invalid parameter \"query\": " + problem.message(),
                    problem.hint(),
                    problem);
        }
    }

    private static OptionalLong lookback(Parameters asked) {
        return asked.duration("lookback_delta");
    }

    private static long patience(Parameters asked) {
        return asked.duration("timeout").orElse(PATIENCE);
    }

    private void series(Exchange exchange) {
        Parameters asked = Parameters.of(exchange);
        if (asked.all(Parameters.MATCH).isEmpty()) {
            throw Parameters.bad(Parameters.MATCH, "no match[] parameter provided");
        }
        Collection<Labels> found = desk.series(asked.asker(exchange.principal()), asked);
        Reply.written(exchange, List.of(), out -> {
            out.writeStartArray();
            found.stream().limit(asked.limit()).forEach(labels -> new ValueJson(out).labels(labels));
            out.writeEndArray();
        });
    }

    private void federate(Exchange exchange) throws IOException {
        Parameters asked = Parameters.of(exchange);
        if (asked.selectors().isEmpty()) {
            throw Parameters.bad(Parameters.MATCH, "no match[] parameter provided");
        }
        SortedMap<Labels, Federation.Newest> newest =
                desk.newest(asked.asker(exchange.principal()), asked, clock.millis());
        exchange.http().contentType(Federation.CONTENT_TYPE);
        Federation.write(newest, exchange.http().outputStream());
    }

    private Object labels(Exchange exchange) {
        Parameters asked = Parameters.of(exchange);
        return desk.labelNames(asked.asker(exchange.principal()), asked).stream()
                .limit(asked.limit())
                .toList();
    }

    private Object values(Exchange exchange) {
        Parameters asked = Parameters.of(exchange);
        return desk.labelValues(asked.asker(exchange.principal()), exchange.path("name"), asked).stream()
                .limit(asked.limit())
                .toList();
    }

    private static Object exemplars(Exchange exchange) {
        query(Parameters.of(exchange));
        return List.of();
    }

    private static Object formatted(Exchange exchange) {
        return query(Parameters.of(exchange)).expr().toString();
    }
}
