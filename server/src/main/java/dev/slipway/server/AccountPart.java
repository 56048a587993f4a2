package dev.slipway.server;

import dev.slipway.server.account.Accounts;
import dev.slipway.server.account.Sessions;
import dev.slipway.server.account.Tokens;
import dev.slipway.server.api.AccountRoutes;
import dev.slipway.server.api.LoginRoutes;
import dev.slipway.server.api.TokenRoutes;
import dev.slipway.server.web.RouteSource;
import dev.slipway.server.web.SessionCookie;
import java.time.InstantSource;
import java.util.List;

/** Accounts, tokens and sessions, as a part of the server. */
record AccountPart(Accounts accounts, Tokens tokens, Sessions sessions, ServerConfig config, InstantSource clock)
        implements Part {

    @Override
    public List<RouteSource> routes() {
        return List.of(
                new AccountRoutes(accounts),
                new TokenRoutes(tokens),
                new LoginRoutes(accounts, tokens, sessions, new SessionCookie(config.secure()), clock));
    }
}
