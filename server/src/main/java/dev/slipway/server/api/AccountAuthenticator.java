package dev.slipway.server.api;

import dev.slipway.kernel.Problem;
import dev.slipway.server.account.Accounts;
import dev.slipway.server.account.Sessions;
import dev.slipway.server.account.Tokens;
import dev.slipway.server.web.Authenticator;
import dev.slipway.server.web.Principal;
import java.util.Optional;

/** Lets accounts, tokens and sessions say who stands at the door. */
public record AccountAuthenticator(Accounts accounts, Tokens tokens, Sessions sessions) implements Authenticator {

    @Override
    public Optional<Principal> byToken(String token) {
        return tokens.authenticate(token).map(AccountAuthenticator::atTheDoor);
    }

    @Override
    public Optional<Principal> bySession(String secret) {
        return sessions.authenticate(secret).map(found -> atTheDoor(found.principal()));
    }

    @Override
    public Optional<Principal> byPassword(String name, String password) {
        try {
            return Optional.of(atTheDoor(accounts.logIn(name, password)));
        } catch (Problem problem) {
            if (problem.kind() == Problem.Kind.UNAUTHENTICATED) {
                return Optional.empty();
            }
            throw problem;
        }
    }

    private static Principal atTheDoor(dev.slipway.server.account.Principal known) {
        return new Principal(known.name(), known.role(), known.scopes(), Optional.ofNullable(known.project()));
    }

    /** The same person as the accounts know them. */
    static dev.slipway.server.account.Principal known(Principal principal) {
        return new dev.slipway.server.account.Principal(
                principal.name(),
                principal.role(),
                principal.scopes(),
                principal.project().orElse(null));
    }
}
