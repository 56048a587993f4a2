package dev.slipway.server.account;

import dev.slipway.kernel.Problem;
import dev.slipway.store.account.Account;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import dev.slipway.store.account.Token;
import java.util.Optional;
import java.util.Set;

/**
 * Who asks, and with what: what may be done is what both the role of the account and the scopes of the key allow.
 *
 * @param name of the account
 * @param role of the account
 * @param scopes of the token they came with; all for a browser's session or a password
 * @param project the only one that the token opens, absent when it opens all
 */
public record Principal(String name, Role role, Set<Scope> scopes, Optional<String> project) {

    public Principal {
        scopes = Set.copyOf(scopes);
    }

    /** Somebody who came with a session or a password: everything that the role may do. */
    public static Principal inPerson(String name, Role role) {
        return new Principal(name, role, Set.of(Scope.values()), Optional.empty());
    }

    static Principal inPerson(Account account) {
        return inPerson(account.name(), account.role());
    }

    static Principal by(Token token, Account account) {
        return new Principal(account.name(), account.role(), token.scopes(), Optional.ofNullable(token.project()));
    }

    public boolean has(Scope scope) {
        return scopes.contains(scope);
    }

    /** False when the token is bound to another project. */
    public boolean mayReach(String name) {
        return project.isEmpty() || project.get().equals(name);
    }

    /** Something that concerns no project; a key that opens only one project never allows it. */
    public boolean allows(Scope scope) {
        return project.isEmpty() && may(scope.role(), scope);
    }

    /** Something that concerns one project. */
    public boolean allows(Scope scope, String inProject) {
        return may(scope.role(), scope, inProject);
    }

    /** True when role, scope and project allow it: for handlers that decide what to show. */
    public boolean may(Role least, Scope scope, String inProject) {
        return may(least, scope) && mayReach(inProject);
    }

    private boolean may(Role least, Scope scope) {
        return role.atLeast(least) && has(scope);
    }

    /** @throws Problem code {@code role-too-low} */
    public void require(Role least) {
        if (!role.atLeast(least)) {
            throw Problem.of(
                    Problem.Kind.DENIED,
                    "role-too-low",
                    "this needs the role " + least + "; " + name + " is " + role,
                    "ask an administrator");
        }
    }

    /** @throws Problem code {@code scope-missing} */
    public void require(Scope scope) {
        if (!has(scope)) {
            throw Problem.of(
                    Problem.Kind.DENIED,
                    "scope-missing",
                    "this token lacks the scope " + scope.word(),
                    "make a token that has it");
        }
    }
}
