package dev.slipway.server.api;

import dev.slipway.server.account.Tokens;
import dev.slipway.server.web.Access;
import dev.slipway.server.web.Exchange;
import dev.slipway.server.web.Method;
import dev.slipway.server.web.Route;
import dev.slipway.server.web.RouteSource;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import dev.slipway.store.account.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The caller's own tokens. One that is bound to a project, or lacks the scope write, makes no others. */
public final class TokenRoutes implements RouteSource {

    private final Tokens tokens;

    public TokenRoutes(Tokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                new Route(
                        Method.GET,
                        "/api/v1/tokens",
                        Access.wholeServer(Scope.READ, Role.VIEWER),
                        this::list,
                        "The caller's tokens, without their keys."),
                new Route(
                        Method.POST,
                        "/api/v1/tokens",
                        Access.wholeServer(Scope.READ, Role.VIEWER),
                        this::create,
                        "Make a token; its key is shown once, and it may do no more than what makes it."),
                new Route(
                        Method.DELETE,
                        "/api/v1/tokens/{id}",
                        Access.wholeServer(Scope.READ, Role.VIEWER),
                        this::delete,
                        "Delete a token of one's own; administrators any."));
    }

    private void list(Exchange exchange) {
        exchange.json(tokens.list(exchange.principal()).stream()
                .map(TokenRoutes::view)
                .toList());
    }

    private void create(Exchange exchange) {
        NewToken wanted = exchange.body(NewToken.class);
        Long seconds = wanted.lifeSeconds();
        Tokens.Made made = tokens.create(
                exchange.principal(),
                Fields.required(wanted.name(), "name"),
                Scope.parse(wanted.scopes() == null ? List.of() : wanted.scopes()),
                wanted.project(),
                seconds == null ? null : Duration.ofSeconds(seconds));
        exchange.json(201, new MadeView(made.key(), view(made.token())));
    }

    private void delete(Exchange exchange) {
        tokens.delete(exchange.principal(), exchange.path("id"));
        exchange.noContent();
    }

    private static TokenView view(Token token) {
        return new TokenView(
                token.id(),
                token.name(),
                token.scopes().stream().sorted().map(Scope::word).toList(),
                token.project(),
                token.createdAt(),
                token.lastUsedAt(),
                token.endsAt(),
                token.idle() == null ? null : token.idle().toSeconds());
    }

    record NewToken(
            @Nullable String name,
            @Nullable List<String> scopes,
            @Nullable String project,
            @Nullable Long lifeSeconds) {}

    record MadeView(String token, TokenView details) {}

    record TokenView(
            String id,
            String name,
            List<String> scopes,
            @Nullable String project,
            Instant createdAt,
            @Nullable Instant lastUsedAt,
            @Nullable Instant expiresAt,
            @Nullable Long idleSeconds) {}
}
