package dev.slipway.server.rollout;

import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.server.web.Access;
import dev.slipway.server.web.Exchange;
import dev.slipway.server.web.Method;
import dev.slipway.server.web.Route;
import dev.slipway.server.web.RouteSource;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The HTTP API of releases, environments and rollouts. */
public final class RolloutRoutes implements RouteSource {

    private static final String PROJECT = "/api/v1/projects/{project}";
    private static final String ROLLOUT = "/api/v1/rollouts/{rollout}";

    private final Overview overview;
    private final Commands commands;

    public RolloutRoutes(Overview overview, Commands commands) {
        this.overview = overview;
        this.commands = commands;
    }

    /** The body of a command. */
    record CommandBody(@Nullable String comment, @Nullable String reason) {
        Commands.Word word(Exchange exchange) {
            String text = comment != null ? comment : reason != null ? reason : "";
            return new Commands.Word(exchange.principal().name(), text);
        }
    }

    /** The body of an approval. */
    record ApprovalBody(
            @Nullable String comment,
            @Nullable String reason,
            @Nullable Boolean breakGlass) {
        Commands.Word word(Exchange exchange) {
            return new CommandBody(comment, reason).word(exchange);
        }
    }

    /** The body of a deploy. */
    record DeployBody(
            @Nullable String release,
            @Nullable String comment,
            @Nullable Boolean breakGlass) {}

    /** The body of a restart. */
    record RestartBody(
            @Nullable String service,
            @Nullable String instance,
            @Nullable String comment) {}

    @Override
    public List<Route> routes() {
        Access read = Access.inProject(Scope.READ, Role.VIEWER);
        Access write = Access.inProject(Scope.WRITE, Role.MAINTAINER);
        Access readRollout = Access.lookedUp(Scope.READ, Role.VIEWER, this::projectOfRollout);
        Access review = Access.lookedUp(Scope.REVIEW, Role.REVIEWER, this::projectOfRollout);
        Access steer = Access.lookedUp(Scope.WRITE, Role.MAINTAINER, this::projectOfRollout);
        return List.of(
                get(PROJECT + "/releases", read, this::releases, "releases of a project, newest first"),
                get(
                        "/api/v1/releases/{release}",
                        Access.lookedUp(Scope.READ, Role.VIEWER, this::projectOfRelease),
                        exchange -> exchange.json(overview.release(exchange.path("release"))),
                        "one release"),
                get(PROJECT + "/environments", read, this::environments, "what runs where, and how healthy it is"),
                get(PROJECT + "/environments/{environment}/plan", read, this::plan, "what a deploy would change"),
                post(
                        PROJECT + "/environments/{environment}/rollouts",
                        write,
                        this::deploy,
                        "ask for a release; `breakGlass` opens every gate and needs a `comment`"),
                post(PROJECT + "/environments/{environment}/rollback", write, this::rollback, "go back at once"),
                post(
                        PROJECT + "/environments/{environment}/restart",
                        write,
                        this::restart,
                        "replace instances of what serves by others of the same release; only those of `service`, or one"
                                + " `instance`"),
                get(
                        PROJECT + "/rollouts",
                        read,
                        this::rollouts,
                        "rollouts of a project, newest first; `?environment=` for those of one"),
                get(ROLLOUT, readRollout, exchange -> show(exchange, exchange.path("rollout")), "one rollout"),
                get(ROLLOUT + "/looks", readRollout, this::looks, "what the judge saw"),
                get(
                        ROLLOUT + "/replay",
                        readRollout,
                        exchange -> exchange.json(overview.replay(exchange.path("rollout"), exchange.limit())),
                        "judges again from what was stored; `same` says whether each verdict is as it was, `?limit=` how"
                                + " many looks are shown"),
                post(ROLLOUT + "/approve", review, this::approve, "let it through the review, or every gate"),
                post(
                        ROLLOUT + "/confirm",
                        review,
                        command(commands::confirm),
                        "confirm the point of the checklist that `comment` names by number or text"),
                post(ROLLOUT + "/reject", review, command(commands::reject), "call it off in review"),
                post(
                        ROLLOUT + "/promote",
                        steer,
                        command(commands::promote),
                        "end a wait or the bake, or accept what needs a person"),
                post(ROLLOUT + "/pause", steer, command(commands::pause), "wait at the next possible moment"),
                post(ROLLOUT + "/resume", steer, command(commands::resume), "go on"),
                post(ROLLOUT + "/abort", steer, command(commands::abort), "call it off and go back"),
                post(ROLLOUT + "/rollback", steer, command(commands::abort), "call it off and go back"));
    }

    private static Route get(String path, Access access, dev.slipway.server.web.RouteHandler handler, String summary) {
        return new Route(Method.GET, path, access, handler, summary);
    }

    private static Route post(String path, Access access, dev.slipway.server.web.RouteHandler handler, String summary) {
        return new Route(Method.POST, path, access, handler, summary);
    }

    private String projectOfRollout(Exchange exchange) {
        return overview.find(exchange.path("rollout")).project();
    }

    private String projectOfRelease(Exchange exchange) {
        return overview.release(exchange.path("release")).project();
    }

    private void releases(Exchange exchange) {
        exchange.json(overview.releases(exchange.path("project"), exchange.limit()));
    }

    private void environments(Exchange exchange) {
        exchange.json(overview.environments(exchange.path("project")));
    }

    private void plan(Exchange exchange) {
        exchange.json(overview.plan(
                exchange.path("project"),
                exchange.path("environment"),
                exchange.query("release"),
                exchange.principal().name()));
    }

    private void rollouts(Exchange exchange) {
        exchange.json(overview.rollouts(exchange.path("project"), exchange.query("environment"), exchange.limit()));
    }

    private void looks(Exchange exchange) {
        exchange.json(overview.looks(exchange.path("rollout")));
    }

    private void deploy(Exchange exchange) {
        DeployBody body = exchange.body(DeployBody.class);
        Commands.Word word = new Commands.Word(
                exchange.principal().name(), Optional.ofNullable(body.comment()).orElse(""));
        String project = exchange.path("project");
        String environment = exchange.path("environment");
        Optional<String> release = Optional.ofNullable(body.release());
        boolean emergency = Boolean.TRUE.equals(body.breakGlass());
        if (emergency) {
            exchange.principal().require(Role.ADMIN);
        }
        Rollout rollout = emergency
                ? commands.deployThroughGlass(project, environment, release, word)
                : commands.deploy(project, environment, release, word);
        show(exchange, rollout.id());
    }

    private void rollback(Exchange exchange) {
        Commands.Word word = exchange.body(CommandBody.class).word(exchange);
        Rollout rollout = commands.rollback(exchange.path("project"), exchange.path("environment"), word);
        show(exchange, rollout.id());
    }

    private void restart(Exchange exchange) {
        RestartBody body = exchange.body(RestartBody.class);
        Rollout rollout = commands.restart(
                exchange.path("project"),
                exchange.path("environment"),
                Optional.ofNullable(body.service()),
                Optional.ofNullable(body.instance()),
                new Commands.Word(
                        exchange.principal().name(),
                        Optional.ofNullable(body.comment()).orElse("")));
        show(exchange, rollout.id());
    }

    private void approve(Exchange exchange) {
        ApprovalBody body = exchange.body(ApprovalBody.class);
        Commands.Word word = body.word(exchange);
        String id = exchange.path("rollout");
        if (Boolean.TRUE.equals(body.breakGlass())) {
            exchange.principal().require(Role.ADMIN);
            commands.breakGlass(id, word);
        } else {
            commands.approve(id, word);
        }
        show(exchange, id);
    }

    @FunctionalInterface
    private interface Command {
        Rollout on(String id, Commands.Word word);
    }

    private dev.slipway.server.web.RouteHandler command(Command command) {
        return exchange -> {
            Commands.Word word = exchange.body(CommandBody.class).word(exchange);
            show(exchange, command.on(exchange.path("rollout"), word).id());
        };
    }

    private void show(Exchange exchange, String id) {
        exchange.json(overview.rollout(id));
    }
}
