package dev.slipway.server.web;

import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import java.util.Locale;

/** Who may use a route. It is decided after routing, from the route alone: no suffix or header makes an exception. */
public sealed interface Access {

    /** One cell of the reference's table. */
    String describe();

    /**
     * Anyone who reaches the server.
     *
     * @param why this is right, for whoever reviews the list of open routes
     */
    record Open(String why) implements Access {
        @Override
        public String describe() {
            return "anyone: " + why;
        }
    }

    /**
     * Accounts of at least the role, by a token that has the scope (a session of a browser has them all).
     *
     * @param reach how a token that is bound to one project is held to it
     */
    record Member(Scope scope, Role role, Reach reach) implements Access {
        @Override
        public String describe() {
            return role.name().toLowerCase(Locale.ROOT) + ", scope " + scope.word() + reach.describe();
        }
    }

    /** Whoever asks from this machine without a proxy in between, and else like a member. */
    record Local(Member other) implements Access {
        @Override
        public String describe() {
            return "this machine; else " + other.describe();
        }
    }

    /** What a token that is bound to one project can reach. */
    sealed interface Reach {

        String describe();

        /** The project named in the path. */
        record InProject(String pathParameter) implements Reach {
            @Override
            public String describe() {
                return "";
            }
        }

        /** The project that the thing named in the path belongs to, looked up after role and scope were checked. */
        record LookedUp(ProjectLookup lookup) implements Reach {
            @Override
            public String describe() {
                return "";
            }
        }

        /** The handler shows only what the principal may see. */
        record Filtered() implements Reach {
            @Override
            public String describe() {
                return " (filtered)";
            }
        }

        /** The whole server: bound tokens cannot. */
        record WholeServer() implements Reach {
            @Override
            public String describe() {
                return ", token not bound to a project";
            }
        }
    }

    /** Finds the project that a run, a rollout or a release belongs to. */
    @FunctionalInterface
    interface ProjectLookup {

        /** @throws dev.slipway.kernel.Problem of kind NOT_FOUND when there is no such thing */
        String project(Exchange exchange);
    }

    static Access open(String why) {
        return new Open(why);
    }

    /** For paths with {@code {project}}. */
    static Access inProject(Scope scope, Role role) {
        return new Member(scope, role, new Reach.InProject("project"));
    }

    static Access lookedUp(Scope scope, Role role, ProjectLookup lookup) {
        return new Member(scope, role, new Reach.LookedUp(lookup));
    }

    static Access filtered(Scope scope, Role role) {
        return new Member(scope, role, new Reach.Filtered());
    }

    static Access wholeServer(Scope scope, Role role) {
        return new Member(scope, role, new Reach.WholeServer());
    }
}
