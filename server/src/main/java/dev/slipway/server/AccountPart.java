package dev.slipway.server;

import dev.slipway.kernel.Finding;
import dev.slipway.server.account.Accounts;
import dev.slipway.server.account.KnownReviewers;
import dev.slipway.server.account.Sessions;
import dev.slipway.server.account.Teams;
import dev.slipway.server.account.Tokens;
import dev.slipway.server.api.AccountRoutes;
import dev.slipway.server.api.LoginRoutes;
import dev.slipway.server.api.TeamRoutes;
import dev.slipway.server.api.TokenRoutes;
import dev.slipway.server.git.ConfigurationFiles;
import dev.slipway.server.web.RouteSource;
import dev.slipway.server.web.SessionCookie;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Accounts, teams, tokens and sessions, as a part of the server. */
record AccountPart(
        Accounts accounts, Teams teams, Tokens tokens, Sessions sessions, ServerConfig config, InstantSource clock)
        implements Part {

    @Override
    public List<RouteSource> routes() {
        return List.of(
                new AccountRoutes(accounts),
                new TeamRoutes(teams),
                new TokenRoutes(tokens),
                new LoginRoutes(
                        accounts, tokens, sessions, new SessionCookie(config.secure()), clock, config.loginLife()));
    }

    @Override
    public List<Finding> check(String project, String ref, Map<String, String> files) {
        return Optional.ofNullable(files.get(ConfigurationFiles.DELIVERY))
                .map(text -> new KnownReviewers(accounts, teams).check(ConfigurationFiles.DELIVERY, text))
                .orElse(List.of());
    }
}
