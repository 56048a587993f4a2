package dev.slipway.server.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.delivery.config.ServiceConfig;
import dev.slipway.delivery.instance.InstanceSpec;
import dev.slipway.kernel.Json;
import dev.slipway.platforms.process.ProcessPlatform;
import dev.slipway.server.web.AllowedHosts;
import dev.slipway.server.web.ErrorPage;
import dev.slipway.server.web.Events;
import dev.slipway.server.web.KnownMembers;
import dev.slipway.server.web.Metrics;
import dev.slipway.server.web.RouteSource;
import dev.slipway.server.web.Routes;
import dev.slipway.server.web.SessionCookie;
import dev.slipway.server.web.WebServer;
import dev.slipway.store.account.Role;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What a real instance has written, as the API shows it. */
class InstanceOutputTest {

    private static final String INSTANCE = "production.web.shop-1.0";

    @TempDir
    Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private ProcessPlatform platform;
    private WebServer server;

    @BeforeEach
    void anInstanceWrites() throws IOException {
        TinyServices services = new TinyServices(folder);
        platform = services.platform();
        platform.ensure(new InstanceSpec(
                INSTANCE,
                "shop",
                "production",
                "web",
                "shop-1",
                0,
                services.digest(),
                List.of(
                        "sh",
                        "-c",
                        "echo one; echo the token is $TOKEN; echo three; until [ -e " + folder.resolve("more")
                                + " ]; do sleep 0.1; done; echo more; exec sleep 60"),
                Map.of(),
                Map.of("TOKEN", "hunter2-very-secret"),
                new ServiceConfig.HealthCheck(
                        "/health", Duration.ofSeconds(1), Duration.ofSeconds(1), 2, 3, Duration.ofSeconds(60)),
                1000,
                new ServiceConfig.Resources(OptionalLong.empty(), OptionalDouble.empty())));
        server = new WebServer(
                new WebServer.Settings(
                        "127.0.0.1", 0, AllowedHosts.loopbackAnd(Set.of()), new SessionCookie(false), 1 << 20),
                new WebServer.Parts(
                        Routes.of(List.<RouteSource>of(new InstanceRoutes(new InstanceOutput(platform)))),
                        new KnownMembers()
                                .withToken("mia", KnownMembers.member("mia", Role.MAINTAINER))
                                .withToken("vic", KnownMembers.member("vic", Role.VIEWER)),
                        () -> List.of("shop", "blog"),
                        new Events(),
                        new Metrics(),
                        ErrorPage.plain(),
                        _ -> {}));
        server.start();
    }

    @AfterEach
    void close() {
        server.close();
        http.close();
        platform.stop(INSTANCE);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> platform.instances().isEmpty());
        platform.close();
    }

    private HttpResponse<String> output(String project, String instance, String query, String token)
            throws IOException, InterruptedException {
        String path = "/api/v1/projects/" + project + "/instances/" + instance + "/output" + query;
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private List<String> lines(String query) throws IOException, InterruptedException {
        return texts(
                Json.mapper().readTree(output("shop", INSTANCE, query, "mia").body()));
    }

    @Test
    void output_isTheLastLines_withSecretsMasked() throws Exception {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> lines("").contains("three"));

        assertThat(lines("")).containsExactly("one", "the token is ***", "three");
        assertThat(lines("?lines=2")).containsExactly("the token is ***", "three");
    }

    @Test
    void stream_tellsLinesAsTheyCome_andGoesOnWhereItWas() throws Exception {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> lines("").contains("three"));
        String next;
        try (InputStream stream = stream("?lines=2")) {
            JsonNode first = event(stream, "lines");
            assertThat(texts(first)).containsExactly("the token is ***", "three");
            next = first.path("next").asString();
        }
        assertThat(stream("?from=there", "mia").statusCode()).isEqualTo(422);
        assertThat(stream("", "vic").statusCode()).isEqualTo(403);
        try (InputStream stream = stream("?from=" + next)) {
            Files.writeString(folder.resolve("more"), "");
            assertThat(texts(event(stream, "lines"))).containsExactly("more");
            platform.stop(INSTANCE);
            assertThat(event(stream, "done").isEmpty()).isTrue();
        }
    }

    private InputStream stream(String query) throws IOException, InterruptedException {
        return stream(query, "mia").body();
    }

    private HttpResponse<InputStream> stream(String query, String token) throws IOException, InterruptedException {
        String path = "/api/v1/projects/shop/instances/" + INSTANCE + "/output/stream" + query;
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
    }

    /** The data of the next event, which has that name. */
    private static JsonNode event(InputStream stream, String name) throws IOException {
        StringBuilder line = new StringBuilder();
        String event = "";
        for (int next = stream.read(); next >= 0; next = stream.read()) {
            if (next != '\n') {
                line.append((char) next);
                continue;
            }
            if (line.indexOf("event: ") == 0) {
                event = line.substring(7);
            } else if (line.indexOf("data: ") == 0) {
                assertThat(event).isEqualTo(name);
                return Json.mapper().readTree(line.substring(6));
            }
            line.setLength(0);
        }
        throw new AssertionError("the stream ended before an event '" + name + "'");
    }

    private static List<String> texts(JsonNode body) {
        return body.path("lines").valueStream().map(JsonNode::asString).toList();
    }

    @Test
    void output_isForThoseWhoMayReplaceTheInstance_inItsProject() throws Exception {
        assertThat(output("shop", INSTANCE, "", "vic").statusCode()).isEqualTo(403);

        HttpResponse<String> elsewhere = output("blog", INSTANCE, "", "mia");
        assertThat(elsewhere.statusCode()).isEqualTo(404);
        assertThat(elsewhere.body()).contains("instance-unknown").doesNotContain("hunter2");
    }

    @Test
    void outputOfAnUnknownInstance_namesThoseThatThereAre() throws Exception {
        HttpResponse<String> answer = output("shop", "production.web.shop-1.1", "", "mia");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("no instance 'production.web.shop-1.1'", INSTANCE);
        assertThat(output("shop", INSTANCE, "?lines=0", "mia").body()).contains("bad-number");
    }
}
