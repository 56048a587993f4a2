package dev.slipway.server.api;

import dev.slipway.kernel.Problem;
import dev.slipway.kernel.Suggestion;
import dev.slipway.server.account.Accounts;
import dev.slipway.server.account.Principal;
import dev.slipway.server.web.Access;
import dev.slipway.server.web.Exchange;
import dev.slipway.server.web.Method;
import dev.slipway.server.web.Route;
import dev.slipway.server.web.RouteSource;
import dev.slipway.store.account.Account;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Accounts: who one is, who else there is, and how to make one. */
public final class AccountRoutes implements RouteSource {

    private static final String USER = "/api/v1/users/{name}";
    private static final Access ADMIN = Access.wholeServer(Scope.ADMIN, Role.ADMIN);

    private final Accounts accounts;

    public AccountRoutes(Accounts accounts) {
        this.accounts = accounts;
    }

    @Override
    public List<Route> routes() {
        return List.of(
                new Route(
                        Method.GET,
                        "/api/v1/me",
                        Access.filtered(Scope.READ, Role.VIEWER),
                        AccountRoutes::me,
                        "Who the caller is."),
                new Route(
                        Method.GET,
                        "/api/v1/users",
                        ADMIN,
                        exchange -> exchange.json(accounts.list().stream()
                                .map(AccountRoutes::view)
                                .toList()),
                        "All accounts."),
                new Route(Method.POST, "/api/v1/users", ADMIN, this::create, "Make an account."),
                new Route(
                        Method.DELETE,
                        USER,
                        ADMIN,
                        exchange -> close(exchange, true),
                        "Close an account: all of its doors, at once. Its name stays taken."),
                new Route(
                        Method.POST,
                        USER + "/restore",
                        ADMIN,
                        exchange -> close(exchange, false),
                        "Open an account again."),
                new Route(Method.PUT, USER + "/role", ADMIN, this::giveRole, "Give an account another role."),
                new Route(
                        Method.PUT,
                        USER + "/password",
                        ADMIN,
                        this::setPassword,
                        "Set a new password for somebody who has lost theirs."),
                new Route(
                        Method.PUT,
                        "/api/v1/me/password",
                        Access.wholeServer(Scope.READ, Role.VIEWER),
                        this::changePassword,
                        "Change one's own password, showing the current one."));
    }

    private static void me(Exchange exchange) {
        Principal principal = exchange.principal();
        exchange.json(new Me(
                principal.name(),
                principal.role(),
                principal.scopes().stream().sorted().map(Scope::word).toList(),
                principal.project().orElse(null)));
    }

    private void create(Exchange exchange) {
        NewUser wanted = exchange.body(NewUser.class);
        Account made = accounts.create(
                Fields.required(wanted.name(), "name"),
                Fields.required(wanted.password(), "password"),
                role(Fields.required(wanted.role(), "role")),
                exchange.principal().name());
        exchange.json(201, view(made));
    }

    private void close(Exchange exchange, boolean closed) {
        String name = exchange.path("name");
        accounts.setDisabled(name, closed, exchange.principal().name());
        exchange.json(view(accounts.get(name)));
    }

    private void giveRole(Exchange exchange) {
        String name = exchange.path("name");
        Role role = role(Fields.required(exchange.body(NewRole.class).role(), "role"));
        accounts.setRole(name, role, exchange.principal().name());
        exchange.json(view(accounts.get(name)));
    }

    private void setPassword(Exchange exchange) {
        String name = exchange.path("name");
        accounts.setPassword(
                name,
                Fields.required(exchange.body(NewPassword.class).password(), "password"),
                exchange.principal().name());
        exchange.json(view(accounts.get(name)));
    }

    private void changePassword(Exchange exchange) {
        String name = exchange.principal().name();
        NewPassword wanted = exchange.body(NewPassword.class);
        accounts.logIn(name, Fields.required(wanted.current(), "current"));
        accounts.setPassword(name, Fields.required(wanted.password(), "password"), name);
        exchange.json(view(accounts.get(name)));
    }

    private static Role role(String word) {
        List<String> words = Arrays.stream(Role.values()).map(Role::name).toList();
        String upper = word.toUpperCase(Locale.ROOT);
        if (!words.contains(upper)) {
            throw Problem.of(
                    Problem.Kind.INVALID, "bad-role", "'" + word + "' is no role", Suggestion.hint(upper, words));
        }
        return Role.valueOf(upper);
    }

    private static UserView view(Account account) {
        return new UserView(account.name(), account.role(), account.createdAt(), account.disabled());
    }

    record Me(
            String name,
            Role role,
            List<String> scopes,
            @Nullable String project) {}

    record UserView(String name, Role role, Instant createdAt, boolean disabled) {}

    record NewRole(@Nullable String role) {}

    record NewPassword(@Nullable String current, @Nullable String password) {

        /** Without the passwords. */
        @Override
        public String toString() {
            return "new password";
        }
    }

    record NewUser(
            @Nullable String name,
            @Nullable String password,
            @Nullable String role) {

        /** Without the password. */
        @Override
        public String toString() {
            return "new user " + name;
        }
    }
}
