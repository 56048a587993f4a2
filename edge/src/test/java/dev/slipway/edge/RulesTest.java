package dev.slipway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.edge.proxy.Limits;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the rules of a route do to its requests. */
class RulesTest {

    @TempDir
    Path home;

    private RunningEdge edge;
    private ScriptedInstance one;
    private ScriptedInstance two;
    private long revision;

    @BeforeEach
    void open() throws Exception {
        edge = new RunningEdge(home, Limits.DEFAULT);
        one = ScriptedInstance.answering("one");
        two = ScriptedInstance.answering("two");
    }

    @AfterEach
    void close() throws Exception {
        edge.close();
        one.close();
        two.close();
    }

    @Test
    void tester_getsTheLastReleaseWhateverItsWeight() throws Exception {
        rules(
                "{'testers':{'any':[{'header':'X-Test','value':'yes'},{'cookie':'test'},{'host':'preview.localhost'}]}}",
                1,
                0);

        assertThat(edge.get("/").body()).isEqualTo("one");
        assertThat(edge.get("/", "X-Test", "yes").body()).isEqualTo("two");
        assertThat(edge.get("/", "X-Test", "no").body()).isEqualTo("one");
        assertThat(edge.get("/", "Cookie", "a=b; test=1").body()).isEqualTo("two");
        assertThat(edge.raw("GET / HTTP/1.1\r\nHost: preview.localhost:80\r\nConnection: close\r\n\r\n"))
                .endsWith("two");
    }

    @Test
    void user_staysWithAReleaseWhileGrowingWeightsOnlyAddUsers() throws Exception {
        Set<String> before = new HashSet<>();
        for (int percent : List.of(10, 30, 60, 100)) {
            rules("{'stickyCookie':'user'}", 100 - percent, percent);
            Set<String> moved = new HashSet<>();
            for (int user = 0; user < 150; user++) {
                if (edge.get("/", "Cookie", "user=u" + user).body().equals("two")) {
                    moved.add("u" + user);
                }
            }
            assertThat(moved).containsAll(before);
            // Five standard deviations of a binomial with n = 150 on either side.
            double spread = 5 * Math.sqrt(150 * percent / 100.0 * (1 - percent / 100.0));
            assertThat((double) moved.size()).isBetween(1.5 * percent - spread, 1.5 * percent + spread);
            before = moved;
        }
    }

    @Test
    void newUser_isGivenACookieAndAKnownOneIsNot() throws Exception {
        rules("{'stickyCookie':'user'}", 50, 50);

        HttpResponse<String> first = edge.get("/");
        String cookie = first.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).matches("user=[0-9a-z]{24}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax");
        for (int i = 0; i < 20; i++) {
            HttpResponse<String> next = edge.get("/", "Cookie", cookie.substring(0, cookie.indexOf(';')));
            assertThat(next.body()).isEqualTo(first.body());
            assertThat(next.headers().firstValue("Set-Cookie")).isEmpty();
        }
    }

    @Test
    void mirror_getsCopiesWithBodiesAndCountsNowhere() throws Exception {
        List<String> bodies = new java.util.concurrent.CopyOnWriteArrayList<>();
        try (ScriptedInstance watching = new ScriptedInstance((head, in, out) -> {
            bodies.add(new String(
                    in.readNBytes(Math.toIntExact(Chunks.length(head))), java.nio.charset.StandardCharsets.US_ASCII));
            ScriptedInstance.send(out, "HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n");
            return false;
        })) {
            edge.route(json("{'mirror':{'percent':100}}"), 0, "r-1 1 " + one.port(), "r-2 0 " + watching.port());

            assertThat(edge.get("/a").body()).isEqualTo("one");
            assertThat(edge.post("/b", "body").body()).isEqualTo("one");
            assertThat(edge.post("/c", "x".repeat(200_000)).body()).isEqualTo("one");

            await().until(() -> bodies.size() == 2);
            assertThat(bodies).containsExactlyInAnyOrder("", "body");
            assertThat(watching.heads()).allMatch(head -> head.contains("X-Slipway-Mirror: 1\r\n"));
            assertThat(edge.stats("r-2").path("requests").asInt()).isZero();
        }
    }

    @Test
    void deadMirror_costsUsersNothing() throws Exception {
        two.close();
        rules("{'mirror':{'percent':100}}", 1, 0);

        for (int i = 0; i < 100; i++) {
            assertThat(edge.get("/").body()).isEqualTo("one");
        }
    }

    @Test
    void maintenance_isToldToAllButTesters() throws Exception {
        rules("{'maintenance':'Back at <noon>','testers':{'any':[{'header':'X-Test'}]}}", 1, 0);

        HttpResponse<String> told = edge.get("/", "Accept", "text/html");
        assertThat(told.statusCode()).isEqualTo(503);
        assertThat(told.headers().firstValue("X-Slipway-Edge")).contains("maintenance");
        assertThat(told.headers().firstValue("Retry-After")).contains("60");
        assertThat(told.body()).contains("Back at &lt;noon&gt;");
        assertThat(edge.get("/", "X-Test", "1").body()).isEqualTo("two");
    }

    @Test
    void heldRequest_waitsForTheSwitchAndGoesToTheNewRelease() throws Exception {
        rules("{'holdMillis':20000}", 1, 0);
        CompletableFuture<String> get = CompletableFuture.supplyAsync(
                () -> unchecked(() -> edge.get("/").body()));
        CompletableFuture<String> post = CompletableFuture.supplyAsync(() ->
                unchecked(() -> edge.post("/", "x".repeat(300_000)).body()));
        await().until(() -> edge.admin("GET", "/metrics", "").body().contains("slipway_edge_connections 2"));

        edge.route(1, revision++, "r-2 1 " + two.port());

        assertThat(get.get(20, java.util.concurrent.TimeUnit.SECONDS)).isEqualTo("two");
        assertThat(post.get(20, java.util.concurrent.TimeUnit.SECONDS)).isEqualTo("two");
        assertThat(one.heads()).isEmpty();
    }

    @Test
    void requestHeldTooLong_isAnsweredForIt() throws Exception {
        rules("{'holdMillis':50}", 1, 0);

        HttpResponse<String> answer = edge.get("/");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("X-Slipway-Edge")).contains("held-too-long");
    }

    @Test
    void rateLimit_letsABurstThroughAndSaysWhenToComeAgain() throws Exception {
        rules("{'rateLimits':[{'per':'CLIENT','requests':1,'seconds':3600,'burst':3}]}", 1, 1);

        for (int i = 0; i < 3; i++) {
            assertThat(edge.get("/").statusCode()).isEqualTo(200);
        }
        HttpResponse<String> refused = edge.get("/");
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow())
                .isBetween(3000L, 3600L);

        rules("{'rateLimits':[{'per':'CLIENT','requests':1,'seconds':3600,'burst':3}]}", 1, 2);
        assertThat(edge.get("/").statusCode())
                .as("a change of weights forgives nothing")
                .isEqualTo(429);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'deny':['127.0.0.0/8']}", "{'allow':['10.0.0.0/8','::1']}"})
    void address_thatIsNotAllowed_isDenied(String rules) throws Exception {
        rules(rules, 1, 1);

        assertThat(edge.get("/").statusCode()).isEqualTo(403);
    }

    @Test
    void allowedAddress_isServed() throws Exception {
        rules("{'allow':['127.0.0.1'],'deny':['127.0.0.2/32','2001:db8::/33']}", 1, 1);

        assertThat(edge.get("/").statusCode()).isEqualTo(200);
    }

    @Test
    void longBody_isRefusedWithAndWithoutALength() throws Exception {
        rules("{'maxBodyBytes':100000}", 1, 0);

        assertThat(edge.post("/", "x".repeat(100_000)).statusCode()).isEqualTo(200);
        assertThat(edge.raw("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100001\r\n\r\n"))
                .startsWith("HTTP/1.1 413 ");
        String chunk = "2710\r\n" + "x".repeat(10_000) + "\r\n";
        assertThat(edge.raw("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk.repeat(11)))
                .startsWith("HTTP/1.1 413 ");
    }

    @Test
    void plainRequest_isSentOnToHttpsWithItsQuery() throws Exception {
        rules("{'redirectToHttps':8443}", 1, 1);

        HttpResponse<String> answer = edge.get("/a?b=c");

        assertThat(answer.statusCode()).isEqualTo(308);
        assertThat(answer.headers().firstValue("Location")).contains("https://127.0.0.1:8443/a?b=c");
    }

    @Test
    void securityHeaders_areAddedWhereTheInstanceIsSilent() throws Exception {
        try (ScriptedInstance framed = new ScriptedInstance((head, in, out) -> {
            ScriptedInstance.send(out, "HTTP/1.1 200 OK\r\nX-Frame-Options: DENY\r\nContent-Length: 0\r\n\r\n");
            return true;
        })) {
            edge.route(json("{'securityHeaders':true}"), 0, "r-1 1 " + framed.port());

            HttpResponse<String> answer = edge.get("/");
            assertThat(answer.headers().allValues("X-Frame-Options")).containsExactly("DENY");
            assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
            assertThat(answer.headers().firstValue("Strict-Transport-Security")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'deny':['10.0.0.1/8']}",
                "{'deny':['shop.localhost']}",
                "{'testers':{'any':[{'header':'A','cookie':'b'}]}}",
                "{'testers':{'release':'r-9','any':[]}}",
                "{'mirror':{'percent':0}}",
                "{'rateLimits':[{'per':'CLIENT','requests':0,'seconds':1}]}",
                "{'stickyCookie':'a b'}",
                "{'unknown':1}"
            })
    void rule_thatCannotBeKept_isRefused(String rules) throws Exception {
        HttpResponse<String> answer = edge.route(json(rules), 0, "r-1 1 " + one.port());

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("\"hint\"");
    }

    private void rules(String rules, int weightOne, int weightTwo) throws Exception {
        HttpResponse<String> stored = edge.route(
                json(rules), revision++, "r-1 " + weightOne + " " + one.port(), "r-2 " + weightTwo + " " + two.port());
        assertThat(stored.statusCode()).as(stored.body()).isEqualTo(200);
    }

    private static String json(String singleQuoted) {
        return singleQuoted.replace('\'', '"');
    }

    private static <T> T unchecked(java.util.concurrent.Callable<T> call) {
        try {
            return call.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
