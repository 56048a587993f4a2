package dev.slipway.server.run;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.slipway.actions.expression.Value;
import dev.slipway.kernel.Problem;
import dev.slipway.server.web.Access;
import dev.slipway.server.web.EventStream;
import dev.slipway.server.web.Exchange;
import dev.slipway.server.web.Method;
import dev.slipway.server.web.Route;
import dev.slipway.server.web.RouteSource;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** Runs, their logs, and what can be done with them, over HTTP. */
public final class RunApi implements RouteSource {

    private static final Logger LOG = LoggerFactory.getLogger(RunApi.class);
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);
    private static final int LONGEST_TYPE = 100;
    private static final String RUN = "/api/v1/runs/{run}";

    private final RunEngine engine;
    private final Reruns reruns;
    private final RunQueries queries;

    public RunApi(RunEngine engine, Reruns reruns, RunQueries queries) {
        this.engine = engine;
        this.reruns = reruns;
        this.queries = queries;
    }

    @Override
    public List<Route> routes() {
        Access read = Access.lookedUp(Scope.READ, Role.VIEWER, queries::project);
        Access write = Access.lookedUp(Scope.WRITE, Role.MAINTAINER, queries::project);
        return List.of(
                new Route(
                        Method.GET,
                        "/api/v1/projects/{project}/runs",
                        Access.inProject(Scope.READ, Role.VIEWER),
                        exchange -> exchange.json(queries.ofProject(exchange.path("project"), exchange.limit())),
                        "Runs of a project, newest first."),
                new Route(
                        Method.POST,
                        "/api/v1/projects/{project}/dispatch",
                        Access.inProject(Scope.WRITE, Role.MAINTAINER),
                        this::dispatch,
                        "Start a workflow by hand."),
                new Route(
                        Method.POST,
                        "/api/v1/projects/{project}/dispatches",
                        Access.inProject(Scope.WRITE, Role.MAINTAINER),
                        this::repositoryDispatch,
                        "Tell workflows of an event of your own (`repository_dispatch`), by its `event_type`."),
                new Route(
                        Method.GET,
                        RUN,
                        read,
                        exchange -> exchange.json(queries.run(queries.id(exchange))),
                        "One run."),
                new Route(Method.POST, RUN + "/cancel", write, this::cancel, "Ask for the end of a run."),
                new Route(
                        Method.POST,
                        RUN + "/rerun",
                        write,
                        this::rerun,
                        "Run it again as a new attempt; with `failed` only what did not succeed."),
                new Route(Method.GET, RUN + "/jobs/{job}/log", read, this::log, "Lines of a job's log."),
                new Route(
                        Method.GET,
                        RUN + "/jobs/{job}/log/stream",
                        read,
                        this::stream,
                        "A job's log as it is written."));
    }

    private void dispatch(Exchange exchange) {
        Dispatch wanted = exchange.body(Dispatch.class);
        if (wanted.workflow() == null) {
            throw Problem.of(
                    Problem.Kind.INVALID, "workflow-missing", "which workflow?", "send {\"workflow\": \"ci.yml\"}");
        }
        Map<String, String> inputs = wanted.inputs() == null ? Map.of() : wanted.inputs();
        String run = engine.dispatch(
                        exchange.path("project"),
                        wanted.workflow(),
                        Optional.ofNullable(wanted.ref()),
                        inputs,
                        exchange.principal().name())
                .id();
        exchange.json(201, queries.run(run));
    }

    private void repositoryDispatch(Exchange exchange) {
        RepositoryDispatch wanted = exchange.body(RepositoryDispatch.class);
        String type = wanted.type();
        if (type == null || type.isBlank() || type.length() > LONGEST_TYPE) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "event-type-missing",
                    "event_type has 1 to " + LONGEST_TYPE + " characters",
                    "send {\"event_type\": \"deploy\"}");
        }
        JsonNode payload = wanted.payload();
        String project = exchange.path("project");
        List<RunView> runs = engine
                .onDispatch(
                        project,
                        type,
                        payload == null ? Value.Mapping.EMPTY : Value.of(payload),
                        exchange.principal().name())
                .stream()
                .map(run -> queries.run(run.id()))
                .toList();
        exchange.json(201, runs);
    }

    private void cancel(Exchange exchange) {
        String run = queries.id(exchange);
        engine.cancel(run, exchange.principal().name());
        exchange.json(202, queries.run(run));
    }

    private void rerun(Exchange exchange) {
        boolean failed = Boolean.TRUE.equals(exchange.body(Rerun.class).failed());
        Reruns.Extent extent = failed ? Reruns.Extent.FAILED : Reruns.Extent.ALL;
        String run = reruns.rerun(
                        queries.id(exchange), extent, exchange.principal().name())
                .id();
        exchange.json(201, queries.run(run));
    }

    private void log(Exchange exchange) {
        exchange.json(queries.log(
                queries.id(exchange), exchange.path("job"), exchange.number("from", 0, 0, Integer.MAX_VALUE)));
    }

    private void stream(Exchange exchange) throws InterruptedException {
        String run = queries.id(exchange);
        String job = exchange.path("job");
        LogPage page = queries.log(run, job, exchange.number("from", 0, 0, Integer.MAX_VALUE));
        try {
            EventStream stream = exchange.stream();
            while (true) {
                for (LogPage.Line line : page.lines()) {
                    stream.send("line", Optional.of(Long.toString(line.n())), line);
                }
                if (page.done()) {
                    stream.send("done", Optional.empty(), Map.of("next", page.next()));
                    return;
                }
                page = queries.follow(run, job, page.next(), HEARTBEAT);
                if (page.lines().isEmpty()) {
                    stream.heartbeat();
                }
            }
        } catch (IOException e) {
            LOG.debug("a reader of job {} has gone", job, e);
        }
    }

    record RepositoryDispatch(
            @JsonProperty("event_type") @Nullable String type,
            @JsonProperty("client_payload") @Nullable JsonNode payload) {}

    record Rerun(@Nullable Boolean failed) {}

    record Dispatch(
            @Nullable String workflow,
            @Nullable String ref,
            @Nullable Map<String, String> inputs) {}
}
