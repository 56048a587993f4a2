package dev.slipway.server.web;

import dev.slipway.kernel.Problem;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import java.util.Optional;
import java.util.Set;

/**
 * Who asks, and what they may: all that the door needs to know of an account.
 *
 * @param name of the account
 * @param role of the account
 * @param scopes of the token they came with; all for a browser's session or a password
 * @param project that the token is bound to, absent when it opens all
 */
public record Principal(String name, Role role, Set<Scope> scopes, Optional<String> project) {

    public Principal {
        scopes = Set.copyOf(scopes);
    }

    /** Somebody who came with a session or a password: everything that the role may do. */
    public static Principal inPerson(String name, Role role) {
        return new Principal(name, role, Set.of(Scope.values()), Optional.empty());
    }

    public boolean has(Scope scope) {
        return scopes.contains(scope);
    }

    /** False when the token is bound to another project. */
    public boolean mayReach(String name) {
        return project.isEmpty() || project.get().equals(name);
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

    /** True when role, scope and project allow it: for handlers that decide what to show. */
    public boolean may(Role least, Scope scope, String inProject) {
        return role.atLeast(least) && has(scope) && mayReach(inProject);
    }
}
