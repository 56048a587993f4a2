package dev.slipway.server.api;

import dev.slipway.kernel.Problem;
import dev.slipway.server.account.Accounts;
import dev.slipway.server.account.Principal;
import dev.slipway.server.account.Sessions;
import dev.slipway.server.account.Tokens;
import dev.slipway.server.web.Authenticator;
import java.util.Optional;

/** Lets accounts, tokens and sessions say who stands at the door. */
public record AccountAuthenticator(Accounts accounts, Tokens tokens, Sessions sessions) implements Authenticator {

    @Override
    public Optional<Principal> byToken(String token) {
        return tokens.authenticate(token);
    }

    @Override
    public Optional<Principal> bySession(String secret) {
        return sessions.authenticate(secret);
    }

    @Override
    public Optional<Principal> byPassword(String name, String password) {
        try {
            return Optional.of(accounts.logIn(name, password));
        } catch (Problem problem) {
            if (problem.kind() == Problem.Kind.UNAUTHENTICATED) {
                return Optional.empty();
            }
            throw problem;
        }
    }
}
