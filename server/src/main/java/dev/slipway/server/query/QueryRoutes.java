package dev.slipway.server.query;

import dev.slipway.kernel.Problem;
import dev.slipway.promql.engine.Answer;
import dev.slipway.promql.engine.Limits;
import dev.slipway.promql.engine.Query;
import dev.slipway.promql.series.Labels;
import dev.slipway.promql.series.Matcher;
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
import java.util.SortedMap;

/** The questions about series: values, labels and names. */
public final class QueryRoutes implements RouteSource {

    /** Where Prometheus' API begins. */
    public static final String ROOT = "/prometheus";

    private static final String API = ROOT + "/api/v1";
    private static final long PATIENCE = Duration.ofMinutes(2).toMillis();
    private static final Access READ = Access.filtered(Scope.READ, Role.VIEWER);

    private final Questions questions;
    private final InstantSource clock;

    public QueryRoutes(Questions questions, InstantSource clock) {
        this.questions = questions;
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
        Answer answer = questions.instant(
                exchange.principal(),
                query(asked),
                asked.time("time").orElseGet(clock::millis),
                lookback(asked),
                patience(asked));
        write(exchange, answer);
    }

    private void range(Exchange exchange) {
        Parameters asked = Parameters.of(exchange);
        Answer answer = questions.range(
                exchange.principal(),
                query(asked),
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

    private static long lookback(Parameters asked) {
        return asked.duration("lookback_delta").orElse(Limits.DEFAULT.lookbackMillis());
    }

    private static long patience(Parameters asked) {
        return asked.duration("timeout").orElse(PATIENCE);
    }

    private void series(Exchange exchange) {
        Parameters asked = Parameters.of(exchange);
        if (asked.all("match[]").isEmpty()) {
            throw Parameters.bad("match[]", "no match[] parameter provided");
        }
        Collection<Labels> found = questions.series(exchange.principal(), asked.selectors(), asked.stretch());
        Reply.written(exchange, List.of(), out -> {
            out.writeStartArray();
            found.stream().limit(asked.limit()).forEach(labels -> new ValueJson(out).labels(labels));
            out.writeEndArray();
        });
    }

    private void federate(Exchange exchange) throws IOException {
        List<List<Matcher>> selectors = Parameters.of(exchange).selectors();
        if (selectors.isEmpty()) {
            throw Parameters.bad("match[]", "no match[] parameter provided");
        }
        SortedMap<Labels, Federation.Newest> newest = questions.newest(exchange.principal(), selectors, clock.millis());
        exchange.http().contentType(Federation.CONTENT_TYPE);
        Federation.write(newest, exchange.http().outputStream());
    }

    private Object labels(Exchange exchange) {
        Parameters asked = Parameters.of(exchange);
        return questions.labelNames(exchange.principal(), asked.selectors(), asked.stretch()).stream()
                .limit(asked.limit())
                .toList();
    }

    private Object values(Exchange exchange) {
        Parameters asked = Parameters.of(exchange);
        return questions
                .labelValues(exchange.principal(), exchange.path("name"), asked.selectors(), asked.stretch())
                .stream()
                .limit(asked.limit())
                .toList();
    }

    private static Object formatted(Exchange exchange) {
        return query(Parameters.of(exchange)).expr().toString();
    }
}
