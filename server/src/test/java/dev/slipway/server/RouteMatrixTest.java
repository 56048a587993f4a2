package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.server.account.Principal;
import dev.slipway.server.web.Access;
import dev.slipway.server.web.KnownMembers;
import dev.slipway.server.web.Method;
import dev.slipway.server.web.Route;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Walks every declared route with every role and kind of token; what is expected is worked out apart from the guard. */
class RouteMatrixTest {

    private static final String PROJECT = "shop";

    @TempDir
    static Path folder;

    private static House house;
    private static final List<Key> KEYS = keys();

    @BeforeAll
    static void open() {
        KEYS.forEach(key -> House.MEMBERS.withToken(key.token(), key.principal()));
        house = House.open(folder.resolve("home"));
        house.foundation.projects().create(PROJECT, Optional.empty(), "test");
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static List<Key> keys() {
        List<Key> keys = new ArrayList<>();
        for (Role role : Role.values()) {
            keys.add(key(role, EnumSet.allOf(Scope.class), Optional.empty()));
            keys.add(key(role, EnumSet.allOf(Scope.class), Optional.of(PROJECT)));
            keys.add(key(role, EnumSet.allOf(Scope.class), Optional.of("elsewhere")));
            keys.add(key(role, EnumSet.noneOf(Scope.class), Optional.empty()));
            for (Scope scope : Scope.values()) {
                keys.add(key(role, EnumSet.of(scope), Optional.empty()));
            }
        }
        return keys;
    }

    private static Key key(Role role, Set<Scope> scopes, Optional<String> project) {
        String token = role + "-" + scopes + "-" + project.orElse("any");
        return new Key(token.replaceAll("[^A-Za-z-]", ""), KnownMembers.member("matrix", role, scopes, project));
    }

    @TestFactory
    Stream<DynamicTest> everyRoute_letsInExactlyWhomItDeclares() {
        return house.server.routes().all().stream()
                .map(route -> DynamicTest.dynamicTest(route.toString(), () -> {
                    walkAsStranger(route);
                    for (Key key : KEYS) {
                        walk(route, key);
                    }
                }));
    }

    @Test
    void openRoutes_areTheFewThatWereAgreedOn() {
        assertThat(house.server.routes().all().stream()
                        .filter(route -> route.access() instanceof Access.Open)
                        .filter(route -> !route.path().startsWith("/static/"))
                        .map(Route::toString))
                .containsExactlyInAnyOrder(
                        "GET /health",
                        "GET /version",
                        "GET /schema/slipway.json",
                        "POST /hooks/{project}",
                        "POST /api/v1/setup",
                        "POST /api/v1/login",
                        "GET /login",
                        "POST /login",
                        "GET /login/link/{secret}",
                        "GET /status/{project}");
    }

    private static void walkAsStranger(Route route) throws IOException {
        int status = status(route, "");
        switch (route.access()) {
            case Access.Member _ ->
                assertThat(status).as(route + " as a stranger").isEqualTo(401);
            case Access.Open _, Access.Local _ ->
                assertThat(status).as(route + " as a stranger").isNotEqualTo(403);
        }
        if (route.access() instanceof Access.Local) {
            assertThat(status(route, "X-Forwarded-For: 192.0.2.1\r\n")).isEqualTo(401);
        }
    }

    private static void walk(Route route, Key key) throws IOException {
        int status = status(route, "Authorization: Bearer " + key.token() + "\r\n");
        String what = route + " with " + key.token();
        switch (route.access()) {
            case Access.Open _ ->
                assertThat(status).as(what).isNotEqualTo(route.toString().equals("POST /login") ? 200 : 403);
            case Access.Local _ -> assertThat(status).as(what).isEqualTo(200);
            case Access.Member member -> {
                if (!allowed(member, key.principal())) {
                    assertThat(status).as(what).isEqualTo(403);
                } else if (member.reach() instanceof Access.Reach.LookedUp) {
                    assertThat(status).as(what).isEqualTo(404);
                } else if (!route.path().equals("/api/v1/login-links")) {
                    assertThat(status).as(what).isNotIn(401, 403);
                }
            }
        }
    }

    private static boolean allowed(Access.Member member, Principal principal) {
        boolean reaches = switch (member.reach()) {
            case Access.Reach.InProject _ -> !principal.project().equals(Optional.of("elsewhere"));
            case Access.Reach.WholeServer _ -> principal.project().isEmpty();
            case Access.Reach.Filtered _, Access.Reach.LookedUp _ -> true;
        };
        return principal.role().compareTo(member.role()) >= 0
                && principal.scopes().contains(member.scope())
                && reaches;
    }

    /** Reads the status line alone, so that event streams do not hold the test up. */
    private static int status(Route route, String header) throws IOException {
        String path = route.path().replace("{project}", PROJECT).replaceAll("\\{[^}]*}", "nothing");
        String length = route.method() == Method.GET ? "" : "Content-Length: 2\r\n";
        String body = route.method() == Method.GET ? "" : "{}";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), house.server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write((route.method() + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + header + length
                                    + "Connection: close\r\n\r\n" + body)
                            .getBytes(StandardCharsets.UTF_8));
            InputStream in = socket.getInputStream();
            return Integer.parseInt(new String(in.readNBytes(12), StandardCharsets.US_ASCII).substring(9));
        }
    }

    private record Key(String token, Principal principal) {}
}
