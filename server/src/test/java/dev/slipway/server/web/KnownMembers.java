package dev.slipway.server.web;

import dev.slipway.server.account.Principal;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Accounts of a test: each has one token, one session secret or a password. */
public final class KnownMembers implements Authenticator {

    private final Map<String, Principal> byToken = new ConcurrentHashMap<>();
    private final Map<String, Principal> bySession = new ConcurrentHashMap<>();
    private final Map<String, Principal> byPassword = new ConcurrentHashMap<>();

    public static Principal member(String name, Role role, Set<Scope> scopes, Optional<String> project) {
        return new Principal(name, role, scopes, project);
    }

    /** Everything that the role may do. */
    public static Principal member(String name, Role role) {
        return member(name, role, EnumSet.allOf(Scope.class), Optional.empty());
    }

    public KnownMembers withToken(String token, Principal principal) {
        byToken.put(token, principal);
        return this;
    }

    public KnownMembers withSession(String secret, Principal principal) {
        bySession.put(secret, principal);
        return this;
    }

    /** The session is over. */
    public void end(String secret) {
        bySession.remove(secret);
    }

    public KnownMembers withPassword(String password, Principal principal) {
        byPassword.put(principal.name() + ":" + password, principal);
        return this;
    }

    @Override
    public Optional<Principal> byToken(String token) {
        return Optional.ofNullable(byToken.get(token));
    }

    @Override
    public Optional<Principal> bySession(String secret) {
        return Optional.ofNullable(bySession.get(secret));
    }

    @Override
    public Optional<Principal> byPassword(String name, String password) {
        return Optional.ofNullable(byPassword.get(name + ":" + password));
    }
}
