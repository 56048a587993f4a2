package dev.slipway.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.slipway.kernel.Problem;
import dev.slipway.store.account.Role;
import dev.slipway.store.account.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class WebServerTest {

    private static final String LOCAL = "Host: 127.0.0.1\n";
    private static final AllowedHosts HOSTS = AllowedHosts.loopbackAnd(Set.of("ci.example.org"));

    private final KnownMembers members = new KnownMembers()
            .withToken("reader", KnownMembers.member("ada", Role.VIEWER))
            .withToken("admin", KnownMembers.member("root", Role.ADMIN))
            .withToken("bound", KnownMembers.member("ci", Role.ADMIN, EnumSet.allOf(Scope.class), Optional.of("shop")))
            .withToken("narrow", KnownMembers.member("bob", Role.ADMIN, EnumSet.of(Scope.WRITE), Optional.empty()))
            .withSession("s3cret", KnownMembers.member("ada", Role.ADMIN));
    private final Events events = new Events();
    private final CountDownLatch waiting = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private WebServer server;

    @BeforeEach
    void start() {
        Routes routes = new Routes(List.of(
                new Route(Method.GET, "/open", Access.open("a test"), e -> e.json(Map.of("a", 1)), ""),
                new Route(Method.GET, "/stream", Access.open("a test"), this::stream, ""),
                new Route(Method.GET, "/full", Access.open("a test"), WebServerTest::full, ""),
                new Route(Method.GET, "/defect", Access.open("a test"), WebServerTest::fail, ""),
                new Route(
                        Method.GET,
                        "/api/v1/projects/{project}",
                        Access.inProject(Scope.READ, Role.VIEWER),
                        e -> e.json(e.path("project")),
                        ""),
                new Route(
                        Method.GET,
                        "/api/v1/runs/{run}",
                        Access.lookedUp(
                                Scope.READ, Role.VIEWER, e -> e.path("run").startsWith("s") ? "shop" : "blog"),
                        e -> e.json(e.path("run")),
                        ""),
                new Route(
                        Method.POST,
                        "/api/v1/users",
                        Access.wholeServer(Scope.ADMIN, Role.ADMIN),
                        e -> e.json(e.body(Named.class)),
                        ""),
                new Route(
                        Method.POST, "/forms", Access.filtered(Scope.WRITE, Role.VIEWER), e -> e.json(e.form()), "")));
        server = new WebServer(
                new WebServer.Settings("127.0.0.1", 0, HOSTS, new SessionCookie(false), 1000),
                new WebServer.Parts(
                        routes,
                        members,
                        () -> List.of("shop", "blog"),
                        events,
                        new Metrics(),
                        ErrorPage.plain(),
                        _ -> {}));
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void stream(Exchange exchange) throws IOException {
        exchange.stream();
        try {
            waiting.countDown();
            new CountDownLatch(1).await();
        } catch (InterruptedException stopping) {
            interrupted.countDown();
        }
    }

    private static void full(Exchange exchange) {
        throw Problem.of(Problem.Kind.UNAVAILABLE, "disk-full", "nothing can be written", "make room");
    }

    private static void fail(Exchange exchange) {
        throw new IllegalStateException("a detail that nobody may see");
    }

    private RawHttp.Answer get(String path, String headers) throws IOException {
        return RawHttp.send(server.port(), "GET " + path + " HTTP/1.1\n" + headers, "");
    }

    private RawHttp.Answer post(String path, String headers, String body) throws IOException {
        return RawHttp.send(server.port(), "POST " + path + " HTTP/1.1\n" + headers, body);
    }

    private static String bearer(String token) {
        return LOCAL + "Authorization: Bearer " + token + "\n";
    }

    @Test
    void openRoute_servesAnyoneWithSecurityHeaders() throws IOException {
        RawHttp.Answer answer = get("/open", LOCAL);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"a\":1}");
        assertThat(answer.headers())
                .containsEntry("x-content-type-options", "nosniff")
                .containsEntry("x-frame-options", "DENY")
                .hasEntrySatisfying(
                        "content-security-policy", policy -> assertThat(policy).contains("default-src 'self'"))
                .doesNotContainKey("server");
    }

    @Test
    void outage_isToldOnce_howeverManyRequestsItFails() throws IOException {
        Logger log = (Logger) LoggerFactory.getLogger(Failures.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.addAppender(lines);
        try {
            for (int request = 0; request < 3; request++) {
                assertThat(get("/full", LOCAL).status()).isEqualTo(503);
            }
            assertThat(get("/defect", LOCAL).status()).isEqualTo(500);
        } finally {
            log.detachAppender(lines);
        }
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly("GET /full: nothing can be written", "GET /defect failed");
    }

    @Test
    void strangeHost_isSentAwayWhateverItAsks() throws IOException {
        assertThat(get("/open", "Host: evil.example:80\n").status()).isEqualTo(403);
        assertThat(get("/open", "Host: localhost:1234\n").status()).isEqualTo(200);
        assertThat(get("/open", "Host: [::1]:1234\n").status()).isEqualTo(200);
        assertThat(get("/open", "Host: CI.example.org\n").status()).isEqualTo(200);
        assertThat(get("/open", "Host: localhost.evil.example\n").body()).contains("unknown-host");
    }

    @Test
    void unknownProject_isNotFoundWithTheNearest() throws IOException {
        RawHttp.Answer answer = get("/api/v1/projects/shpo", bearer("reader"));
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.body()).contains("no-project", "did you mean 'shop'?");
        assertThat(get("/api/v1/projects/shop", bearer("reader")).status()).isEqualTo(200);
    }

    @Test
    void unknownProject_isNotToldToAKeyThatIsBoundElsewhere() throws IOException {
        RawHttp.Answer answer = get("/api/v1/projects/blgo", bearer("bound"));
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.body()).doesNotContain("blog");
    }

    @Test
    void undeclaredPath_is401ForStrangersAnd404ForMembers() throws IOException {
        assertThat(get("/api/v1/nothing", LOCAL).status()).isEqualTo(401);
        assertThat(get("/api/v1/nothing", bearer("reader")).status()).isEqualTo(404);
        assertThat(get("/api/v1/projects/shop/", bearer("reader")).status()).isIn(200, 404);
    }

    @Test
    void tricksWithThePath_reachNoProtectedRoute() throws IOException {
        for (String path : List.of(
                "/api/v1/projects/shop;.css",
                "/api/v1/projects/shop.css",
                "/open/../api/v1/projects/shop",
                "/open/..;/api/v1/projects/shop",
                "//api/v1/projects/shop",
                "/api/v1/projects/shop%2f",
                "/api/v1/%70rojects/shop",
                "/API/v1/projects/shop",
                "/api/v1/projects/shop?x=/open")) {
            assertThat(get(path, LOCAL).status()).as(path).isIn(400, 401);
        }
    }

    @Test
    void otherMethod_isNotTheDeclaredRoute() throws IOException {
        assertThat(RawHttp.send(server.port(), "DELETE /open HTTP/1.1\n" + LOCAL, "")
                        .status())
                .isEqualTo(401);
        assertThat(RawHttp.send(server.port(), "HEAD /api/v1/projects/shop HTTP/1.1\n" + LOCAL, "")
                        .status())
                .isEqualTo(401);
        assertThat(post("/open", LOCAL + "X-HTTP-Method-Override: GET\n", "").body())
                .contains("method-override");
    }

    @Test
    void token_opensWhatRoleAndScopeAllow() throws IOException {
        assertThat(get("/api/v1/projects/shop", bearer("reader")).status()).isEqualTo(200);
        assertThat(get("/api/v1/projects/shop", bearer("narrow")).body()).contains("scope-missing");
        assertThat(post("/api/v1/users", bearer("reader"), "{}").body()).contains("role-too-low");
        assertThat(get("/api/v1/projects/shop", bearer("wrong")).status()).isEqualTo(401);
        assertThat(get("/open", bearer("wrong")).status()).isEqualTo(401);
        assertThat(post("/api/v1/users", bearer("admin"), "{\"name\":\"eve\"}").body())
                .isEqualTo("{\"name\":\"eve\"}");
    }

    @Test
    void boundToken_staysInItsProject() throws IOException {
        assertThat(get("/api/v1/projects/shop", bearer("bound")).status()).isEqualTo(200);
        assertThat(get("/api/v1/projects/blog", bearer("bound")).status()).isEqualTo(403);
        assertThat(get("/api/v1/runs/s1", bearer("bound")).status()).isEqualTo(200);
        assertThat(get("/api/v1/runs/b1", bearer("bound")).status()).isEqualTo(403);
        assertThat(post("/api/v1/users", bearer("bound"), "{}").status()).isEqualTo(403);
    }

    @Test
    void session_readsWithoutTokenButChangesOnlyWithIt() throws IOException {
        String cookie = LOCAL + "Cookie: slipway_session=s3cret\n";
        String form = "Content-Type: application/x-www-form-urlencoded\n";
        assertThat(get("/api/v1/projects/shop", cookie).status()).isEqualTo(200);
        assertThat(post("/forms", cookie + form, "a=b").body()).contains("bad-form-token");
        assertThat(post("/forms", cookie + form, "a=b&_csrf=guess").status()).isEqualTo(403);
        String token = SessionCookie.tokenOf("s3cret");
        assertThat(post("/forms", cookie + form, "a=b+c&_csrf=" + token).body()).contains("\"a\":\"b c\"");
        assertThat(post("/forms", cookie + "X-CSRF-Token: " + token + "\n", "a=b")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void foreignOrigin_changesNothingEvenWithTheToken() throws IOException {
        String session =
                LOCAL + "Cookie: slipway_session=s3cret\nX-CSRF-Token: " + SessionCookie.tokenOf("s3cret") + "\n";
        assertThat(post("/forms", session + "Origin: https://evil.example\n", "a=b")
                        .body())
                .contains("foreign-origin");
        assertThat(post("/forms", session + "Origin: null\n", "a=b").status()).isEqualTo(403);
        assertThat(post("/forms", session + "Sec-Fetch-Site: cross-site\n", "a=b")
                        .status())
                .isEqualTo(403);
        assertThat(post("/forms", session + "Origin: http://127.0.0.1\n", "a=b").status())
                .isEqualTo(200);
    }

    @Test
    void failures_areProblemsForProgramsAndPagesForPeople() throws IOException {
        RawHttp.Answer program = get("/defect", LOCAL);
        assertThat(program.status()).isEqualTo(500);
        assertThat(program.headers()).containsEntry("content-type", "application/problem+json");
        assertThat(program.body()).contains("internal-error").doesNotContain("detail");
        RawHttp.Answer person = get("/defect", LOCAL + "Accept: text/html\n");
        assertThat(person.headers().get("content-type")).startsWith("text/html");
        assertThat(person.body()).contains("Slipway has failed").doesNotContain("detail");
        RawHttp.Answer signIn =
                get("/nothing<script>".replace("<", "%3C").replace(">", "%3E"), LOCAL + "Accept: text/html\n");
        assertThat(signIn.status()).isEqualTo(303);
        assertThat(signIn.headers().get("location")).startsWith("/login?next=%2Fnothing");
    }

    @Test
    void body_isBoundedAlsoWhenItsLengthIsHidden() throws IOException {
        assertThat(post("/api/v1/users", bearer("admin"), " ".repeat(1001)).body())
                .contains("body-too-large");
        String chunk = "fff\r\n" + " ".repeat(0xfff) + "\r\n0\r\n\r\n";
        String head = "POST /api/v1/users HTTP/1.1\n" + bearer("admin") + "Transfer-Encoding: chunked\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream()
                    .write((head.replace("\n", "\r\n") + "Connection: close\r\n\r\n" + chunk)
                            .getBytes(StandardCharsets.UTF_8));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("413")
                    .contains("body-too-large");
        }
    }

    @Test
    void badJson_isTheCallersFault() throws IOException {
        RawHttp.Answer answer = post("/api/v1/users", bearer("admin"), "{\"nome\":1}");
        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.body()).contains("bad-json").contains("nome");
    }

    @Test
    void secondServer_onTheSamePortSaysSo() {
        WebServer second = new WebServer(
                new WebServer.Settings("127.0.0.1", server.port(), HOSTS, new SessionCookie(false), 1000),
                new WebServer.Parts(
                        new Routes(List.of()), members, List::of, events, new Metrics(), ErrorPage.plain(), _ -> {}));
        assertThatThrownBy(second::start).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.code()).isEqualTo("cannot-listen");
            assertThat(problem.kind().exitCode()).isEqualTo(69);
        });
    }

    @Test
    void stream_onWhichNothingHappens_endsWhenTheServerStops() throws InterruptedException {
        Thread reader = Thread.ofVirtual().start(() -> {
            try {
                get("/stream", LOCAL);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertThat(waiting.await(30, TimeUnit.SECONDS)).isTrue();
        server.close();
        assertThat(interrupted.getCount()).isZero();
        assertThat(reader.join(Duration.ofSeconds(30))).isTrue();
    }

    record Named(String name) {}
}
