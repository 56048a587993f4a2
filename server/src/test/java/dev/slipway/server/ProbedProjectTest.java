package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.kernel.Json;
import dev.slipway.observe.check.ProbePeers;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A pushed probes.yml with every kind of probe, against real peers of this machine, up to the status page. */
class ProbedProjectTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The ports are put in the place of HTTP, TCP and so on. */
    private static final String PROBES = """
            endpoints:
            - name: shop
              group: web
              url: 'http://127.0.0.1:HTTP/health'
              public: true
              success-threshold: 1
              conditions: ['[STATUS] == 200', '[BODY].status == UP', '[BODY].items[0].id == 7',
                '[HEADERS].x-shop == open', '[RESPONSE_TIME] < 30000']
            - name: secure
              url: 'https://127.0.0.1:TLS/'
              client: {insecure: true}
              success-threshold: 1
              conditions: ['[CERTIFICATE_EXPIRATION] > 48h']
            - {name: db, url: 'tcp://127.0.0.1:TCP', success-threshold: 1}
            - name: names
              url: '127.0.0.1:DNS'
              dns: {query-name: shop.example}
              success-threshold: 1
              conditions: ['[DNS_RCODE] == NOERROR', '[BODY] == 192.0.2.7']
            - name: cart
              url: 'grpc://127.0.0.1:GRPC'
              success-threshold: 1
              conditions: ['[BODY].status == SERVING']
            - {name: live, url: 'ws://127.0.0.1:SOCKET/live', success-threshold: 1}
            - name: mail
              url: 'starttls://127.0.0.1:MAIL'
              starttls: smtp
              client: {insecure: true}
              success-threshold: 1
              conditions: ['[CERTIFICATE_EXPIRATION] > 48h']
            - {name: host, url: 'ssh://127.0.0.1:SSH', success-threshold: 1, conditions: ['[BODY] == pat(SSH-2.0-*)']}
            - {name: free, command: [echo, '{"free": 12}'], success-threshold: 1, conditions: ['[BODY].free > 10']}
            - {name: stock, command: ['false'], failure-threshold: 1, public: true}
            external-endpoints:
            - {name: backup, heartbeat: {interval: 1h}}
            """;

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private ProbePeers peers;
    private House house;

    @BeforeEach
    void open() throws Exception {
        peers = new ProbePeers();
        house = House.watching(folder.resolve("home"), "--allow-private-probes", "--allow-command-probes");
    }

    @AfterEach
    void close() throws Exception {
        house.close();
        peers.close();
    }

    @Test
    void everyKind_isAskedAndShown() throws Exception {
        push(PROBES.replace("HTTP", "" + peers.http())
                .replace("GRPC", "" + peers.grpc())
                .replace("TLS", "" + peers.https())
                .replace("TCP", "" + peers.tcp())
                .replace("127.0.0.1:DNS", "127.0.0.1:" + peers.dns())
                .replace("SOCKET", "" + peers.webSocket())
                .replace("MAIL", "" + peers.mail())
                .replace("127.0.0.1:SSH", "127.0.0.1:" + peers.ssh()));
        await().atMost(PATIENCE).until(() -> states().containsKey("backup"));
        send("POST", "/api/v1/projects/shop/probes/backup/beat", 204);

        Map<String, String> wanted = new TreeMap<>(Map.of("shop", "up", "secure", "up", "db", "up", "names", "up"));
        wanted.putAll(Map.of("cart", "up", "live", "up", "mail", "up", "host", "up", "free", "up"));
        wanted.putAll(Map.of("backup", "up", "stock", "down"));
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(states()).isEqualTo(wanted));

        wanted.replaceAll((_, state) -> state.equals("up") ? "1" : "0");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(values("probe_up")).isEqualTo(wanted));
        assertThat(values("probe_success")).isEqualTo(wanted);
        assertThat(values("probe_http_status_code")).isEqualTo(Map.of("shop", "200", "secure", "200"));
        assertThat(values("probe_ssl_earliest_cert_expiry > bool time()"))
                .isEqualTo(Map.of("secure", "1", "mail", "1"));
        assertThat(values("probe_duration_seconds >= bool 0"))
                .containsOnlyKeys(wanted.keySet().stream()
                        .filter(name -> !name.equals("backup"))
                        .toArray(String[]::new));
        assertThat(values("probe_success{group=\"web\"}")).containsOnlyKeys("shop");

        HttpResponse<String> page = client.send(request("/status/shop").build(), HttpResponse.BodyHandlers.ofString());
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("<strong>shop</strong>", "<strong>stock</strong>", "Outages of the last two weeks")
                .doesNotContain("<strong>db</strong>", "127.0.0.1:" + peers.http());
    }

    @Test
    void ping_isHeard() throws Exception {
        assumeTrue(ProbePeers.canPing(), "ping cannot be run here");
        push("endpoints:\n- {name: node, url: 'icmp://127.0.0.1', success-threshold: 1}\n");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(states()).isEqualTo(Map.of("node", "up")));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(values("probe_up")).isEqualTo(Map.of("node", "1")));
    }

    private void push(String probes) throws Exception {
        GitClient git = GitClient.init(folder.resolve("work"));
        git.commit(".slipway/probes.yml", probes);
        git.ok("push", house.url("mia:pw", "shop"), "main");
    }

    /** What the API says of each probe; nothing before watching has begun. */
    private Map<String, String> states() throws Exception {
        Map<String, String> states = new TreeMap<>();
        HttpResponse<String> answer = client.send(
                request("/api/v1/probes")
                        .header("Authorization", "Bearer mia-token")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() == 503) {
            return states;
        }
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        for (JsonNode probe : Json.mapper().readTree(answer.body())) {
            states.put(probe.path("name").asString(), probe.path("state").asString());
        }
        return states;
    }

    /** The values of an expression by their probe. */
    private Map<String, String> values(String expression) throws Exception {
        String query = URLEncoder.encode(expression, StandardCharsets.UTF_8);
        JsonNode tree = Json.mapper().readTree(send("GET", "/prometheus/api/v1/query?query=" + query, 200));
        Map<String, String> values = new TreeMap<>();
        for (JsonNode series : tree.path("data").path("result")) {
            assertThat(series.path("metric").path("project").asString()).isEqualTo("shop");
            values.put(
                    series.path("metric").path("probe").asString(),
                    series.path("value").path(1).asString());
        }
        return values;
    }

    private String send(String method, String path, int status) throws Exception {
        HttpResponse<String> answer = client.send(
                request(path)
                        .header("Authorization", "Bearer mia-token")
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return answer.body();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + house.server.port() + path));
    }
}
