package dev.slipway.server.run;

import dev.slipway.delivery.gate.Approval.Decision;
import dev.slipway.server.web.Access;
import dev.slipway.server.web.Exchange;
import dev.slipway.server.web.Method;
import dev.slipway.server.web.Route;
import dev.slipway.server.web.RouteHandler;
import dev.slipway.server.web.RouteSource;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decisions about jobs that wait before the gates of an environment, over HTTP. */
public final class ReviewRoutes implements RouteSource {

    private static final String RUN = "/api/v1/runs/{run}";

    private final JobReviews reviews;
    private final RunQueries queries;

    public ReviewRoutes(JobReviews reviews, RunQueries queries) {
        this.reviews = reviews;
        this.queries = queries;
    }

    /** The body of a decision. */
    record DecisionBody(
            @Nullable String environment, @Nullable String comment) {}

    /** The body of an approval. */
    record ApprovalBody(
            @Nullable String environment,
            @Nullable String comment,
            @Nullable Boolean breakGlass) {}

    @Override
    public List<Route> routes() {
        return List.of(
                post("/approve", this::approve, "Let jobs of a run into the environment that they wait for."),
                post("/confirm", decision(Decision.CONFIRMED), "Confirm a point of that environment's checklist."),
                post("/reject", decision(Decision.REJECTED), "Refuse them the environment; they fail."));
    }

    private Route post(String path, RouteHandler handler, String summary) {
        Access review = Access.lookedUp(Scope.REVIEW, Role.REVIEWER, queries::project);
        return new Route(Method.POST, RUN + path, review, handler, summary);
    }

    private void approve(Exchange exchange) {
        ApprovalBody body = exchange.body(ApprovalBody.class);
        boolean breakGlass = Boolean.TRUE.equals(body.breakGlass());
        if (breakGlass) {
            exchange.principal().require(Role.ADMIN);
        }
        decide(
                exchange,
                breakGlass ? Decision.BREAK_GLASS : Decision.APPROVED,
                new DecisionBody(body.environment(), body.comment()));
    }

    private RouteHandler decision(Decision decision) {
        return exchange -> decide(exchange, decision, exchange.body(DecisionBody.class));
    }

    private void decide(Exchange exchange, Decision decision, DecisionBody body) {
        String comment = body.comment();
        reviews.decide(
                queries.id(exchange),
                new JobReviews.Word(
                        decision,
                        Optional.ofNullable(body.environment()),
                        exchange.principal().name(),
                        comment == null ? "" : comment));
        exchange.json(queries.run(queries.id(exchange)));
    }
}
