package dev.slipway.server.account;

import dev.slipway.store.account.Account;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import dev.slipway.store.account.Token;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, and with what: what may be done is what both the role of the account and the scopes of the key allow.
 *
 * @param name of the account
 * @param role of the account
 * @param scopes of the token; all of them for a password or a browser session
 * @param project the only one that the token opens, or null for all
 */
public record Principal(
        String name, Role role, Set<Scope> scopes, @Nullable String project) {

    public Principal {
        scopes = Set.copyOf(scopes);
    }

    static Principal inPerson(Account account) {
        return new Principal(account.name(), account.role(), Set.of(Scope.values()), null);
    }

    static Principal by(Token token, Account account) {
        return new Principal(account.name(), account.role(), token.scopes(), token.project());
    }

    /** Something that concerns no project; a key that opens only one project never allows it. */
    public boolean allows(Scope scope) {
        return project == null && scopes.contains(scope) && role.atLeast(scope.role());
    }

    /** Something that concerns one project. */
    public boolean allows(Scope scope, String inProject) {
        return scopes.contains(scope) && role.atLeast(scope.role()) && (project == null || project.equals(inProject));
    }
}
