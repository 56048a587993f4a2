package dev.slipway.observe.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.slipway.observe.discovery.TinyDns;
import dev.slipway.observe.probe.Endpoint;
import dev.slipway.observe.probe.ProbeFile;
import dev.slipway.testkit.SettableClock;
import dev.slipway.testkit.TestCertificate;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.okhttp.OkHttpServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every kind of check against a real peer on this machine. */
class ProberTest {

    private static final Instant BEGUN = Instant.parse("2026-03-01T12:00:00Z");

    private static TestCertificate authority;
    private static Prober prober;
    private static final SettableClock CLOCK = SettableClock.at(BEGUN);
    private static final Map<String, Beats.Beat> BEATS = new ConcurrentHashMap<>();

    @BeforeAll
    static void open() throws IOException, GeneralSecurityException {
        authority = TestCertificate.forLocalhost();
        prober = prober(true);
    }

    private static Prober prober(boolean open) throws IOException, GeneralSecurityException {
        return new Prober(
                new Doors(open),
                Trust.of(authority.context()),
                open,
                (_, probe) -> Optional.ofNullable(BEATS.get(probe)),
                CLOCK);
    }

    @AfterAll
    static void close() throws IOException {
        prober.close();
    }

    /** The complaints about one endpoint, written as in the file. */
    private static List<String> complaints(Prober with, String fields) {
        ProbeFile file = ProbeFile.read("probes.yml", "endpoints:\n- {name: it, " + fields + "}\n");
        assertThat(file.findings()).isEmpty();
        Endpoint endpoint = file.endpoints().getFirst();
        return endpoint.complaints(with.check("shop", endpoint, BEGUN).orElseThrow());
    }

    private static void well(String fields) {
        assertThat(complaints(prober, fields)).isEmpty();
    }

    private static void wrong(String fields, String complaint) {
        assertThat(complaints(prober, fields)).anyMatch(text -> text.contains(complaint));
    }

    private static void answer(HttpExchange exchange) throws IOException {
        byte[] sent = exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/moved")) {
            exchange.getResponseHeaders().set("Location", "/health");
            exchange.sendResponseHeaders(302, -1);
        } else if (path.equals("/away")) {
            exchange.getResponseHeaders().set("Location", "http://169.254.169.254/latest");
            exchange.sendResponseHeaders(302, -1);
        } else if (path.equals("/endless")) {
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            while (true) {
                out.write(new byte[8192]);
            }
        } else {
            String text = "{\"status\":\"UP\",\"sent\":\"" + new String(sent, StandardCharsets.UTF_8) + "\",\"by\":\""
                    + exchange.getRequestMethod() + "\"}";
            exchange.getResponseHeaders().set("X-Shop", "open");
            exchange.sendResponseHeaders(path.equals("/broken") ? 503 : 200, text.length());
            exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
        }
        exchange.close();
    }

    @Test
    void http_tellsStatusBodyAndHeaders() throws IOException {
        HttpServer server = ProbePeers.begin(HttpServer.create(ProbePeers.anyPort(), 0), ProberTest::answer);
        try {
            String url = "url: 'http://127.0.0.1:" + server.getAddress().getPort();
            well(url + "/health'");
            well(url + "/health', conditions: ['[BODY].status == UP', '[HEADERS].x-shop == open', '[STATUS] == 200']");
            well(url
                    + "/health', method: POST, body: hello, conditions: ['[BODY].sent == hello', '[BODY].by == POST']");
            well(url + "/moved', conditions: ['[BODY].status == UP']");
            well(url + "/moved', client: {ignore-redirect: true}, conditions: ['[STATUS] == 302']");
            wrong(url + "/broken'", "the status is 503");
            wrong(url + "/health', conditions: ['[BODY].status == DOWN']", "found UP");
            wrong(url + "/away'", "leads to a link-local, metadata or unspecified address");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void bodyWithoutEnd_isCutOff() throws IOException {
        HttpServer server = ProbePeers.begin(HttpServer.create(ProbePeers.anyPort(), 0), ProberTest::answer);
        try {
            String url = "url: 'http://127.0.0.1:" + server.getAddress().getPort() + "/endless'";
            well(url);
            wrong(url + ", conditions: ['[BODY] == x']", "found nothing");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void https_tellsWhenTheCertificateEnds_andBelievesOnlyWhomItTrusts() throws IOException, GeneralSecurityException {
        HttpsServer server = HttpsServer.create(ProbePeers.anyPort(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(authority.context()));
        ProbePeers.begin(server, ProberTest::answer);
        String url = "url: 'https://127.0.0.1:" + server.getAddress().getPort() + "/'";
        try (Prober strict = new Prober(new Doors(true), Trust.system(), false, (_, _) -> Optional.empty(), CLOCK)) {
            well(url + ", conditions: ['[CERTIFICATE_EXPIRATION] > 48h']");
            wrong(url + ", conditions: ['[CERTIFICATE_EXPIRATION] < 48h']", "found ");
            assertThat(complaints(strict, url)).anyMatch(text -> text.contains("certif"));
            assertThat(complaints(strict, url + ", client: {insecure: true}")).isEmpty();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void privateAddresses_areClosedUnlessAllowed() throws IOException, GeneralSecurityException {
        try (Prober strict = prober(false)) {
            for (String url : List.of(
                    "http://127.0.0.1:9/",
                    "http://localhost:9/",
                    "http://[::1]:9/",
                    "tcp://127.0.0.1:9",
                    "ssh://127.0.0.1:9",
                    "ws://127.0.0.1:9/",
                    "grpc://127.0.0.1:9",
                    "tls://127.0.0.1:9",
                    "icmp://127.0.0.1")) {
                assertThat(complaints(strict, "url: '" + url + "'"))
                        .as(url)
                        .anyMatch(text -> text.contains("--allow-private-probes"));
            }
            assertThat(complaints(strict, "url: 127.0.0.1, dns: {query-name: a.example}"))
                    .anyMatch(text -> text.contains("--allow-private-probes"));
            assertThat(complaints(strict, "command: ['true']"))
                    .anyMatch(text -> text.contains("--allow-command-probes"));
        }
        wrong("url: 'tcp://169.254.169.254:80'", "leads to a link-local");
    }

    @Test
    void tcp_isOpenOrNot() throws IOException {
        try (Peer peer = new Peer(_ -> {})) {
            well("url: 'tcp://127.0.0.1:" + peer.port()
                    + "', conditions: ['[CONNECTED] == true', '[IP] == 127.0.0.1']");
        }
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        wrong("url: 'tcp://127.0.0.1:" + closed + "'", "refused");
        well("url: 'tcp://127.0.0.1:" + closed + "', conditions: ['[CONNECTED] == false']");
        wrong("url: 'tcp://127.0.0.1:" + closed + "', conditions: ['[RESPONSE_TIME] < 5000']", "refused");
        wrong("url: 'tcp://there-is-no-such-host.invalid:1'", "is not known");
    }

    @Test
    void ssh_greets() throws IOException {
        try (Peer peer = new Peer(socket -> Peer.say(socket, "Be welcome.\r\nSSH-2.0-OpenSSH_9.2\r\n"))) {
            well("url: 'ssh://127.0.0.1:" + peer.port() + "', conditions: ['[BODY] == pat(SSH-2.0-*)']");
        }
        try (Peer peer = new Peer(socket -> Peer.say(socket, "220 mail\r\n"))) {
            wrong("url: 'ssh://127.0.0.1:" + peer.port() + "'", "the server ended the connection");
        }
    }

    @Test
    void tls_startsAfterTheWordsOfItsProtocol() throws IOException, GeneralSecurityException {
        SSLContext context = authority.context();
        Peer.Talk smtp = socket -> ProbePeers.secure(socket, context);
        try (Peer peer = new Peer(smtp)) {
            well("url: 'starttls://127.0.0.1:" + peer.port() + "', conditions: ['[CERTIFICATE_EXPIRATION] > 1h']");
            wrong("url: 'starttls://127.0.0.1:" + peer.port() + "', starttls: imap", "the server said '220 mail'");
        }
    }

    @Test
    void webSocket_isOpened() throws IOException {
        Peer.Talk talk = socket -> {
            String request = Peer.hear(socket, "\r\n\r\n");
            assertThat(request).startsWith("GET /live?a=1 HTTP/1.1\r\n").contains("X-Key: k\r\n");
            ProbePeers.upgraded(socket, request);
        };
        try (Peer peer = new Peer(talk)) {
            well("url: 'ws://127.0.0.1:" + peer.port() + "/live?a=1', headers: {X-Key: k}");
        }
        try (Peer peer = new Peer(socket -> {
            Peer.hear(socket, "\r\n\r\n");
            Peer.say(socket, "HTTP/1.1 200 OK\r\n\r\n");
        })) {
            wrong("url: 'ws://127.0.0.1:" + peer.port() + "'", "it answered 200");
        }
    }

    @Test
    void grpc_asksForHealth() throws IOException {
        HealthStatusManager health = new HealthStatusManager();
        Server server = OkHttpServerBuilder.forPort(ProbePeers.anyPort(), io.grpc.InsecureServerCredentials.create())
                .addService(health.getHealthService())
                .build()
                .start();
        try {
            String url = "url: 'grpc://127.0.0.1:" + server.getPort() + "'";
            well(url);
            well(url + ", conditions: ['[BODY].status == SERVING']");
            wrong(url + ", grpc-service: shop.Cart", "does not know 'shop.Cart'");
            health.setStatus("shop.Cart", ServingStatus.NOT_SERVING);
            wrong(url + ", grpc-service: shop.Cart", "the service says NOT_SERVING");
        } finally {
            server.shutdownNow();
        }
    }

    @Test
    void dns_tellsRecordsAndCode() throws IOException {
        try (TinyDns dns = new TinyDns()) {
            String url = "url: '127.0.0.1:" + dns.address().getPort() + "', dns: {query-name: shop.example";
            well(url + "}, conditions: ['[DNS_RCODE] == NOERROR', '[BODY] == 192.0.2.7']");
            well(url + ", query-type: AAAA}, conditions: ['[BODY] == 2001:db8:0:0:0:0:0:7']");
            well(url + ", query-type: SRV}, conditions: ['[BODY] == node.shop.test.']");
        }
    }

    @Test
    void command_tellsCodeAndOutput() {
        well("command: [echo, '{\"free\": 12}'], conditions: ['[BODY].free > 10', '[STATUS] == 0']");
        wrong("command: ['false']", "the status is 1");
        wrong("command: [there-is-no-such-program]", "the status is 127");
    }

    @Test
    void ping_hearsItsEcho() throws IOException, InterruptedException {
        assumeTrue(ProbePeers.canPing(), "ping cannot be run here");
        well("url: 'icmp://127.0.0.1', conditions: ['[IP] == 127.0.0.1']");
    }

    @Test
    void heartbeat_mustNotStayAway() {
        Endpoint endpoint = ProbeFile.read("probes.yml", """
                        external-endpoints:
                        - {name: backup, heartbeat: {interval: 1h}}
                        """).endpoints().getFirst();
        CLOCK.set(BEGUN.plus(Duration.ofMinutes(59)));
        assertThat(prober.check("shop", endpoint, BEGUN)).isEmpty();
        CLOCK.set(BEGUN.plus(Duration.ofMinutes(61)));
        assertThat(endpoint.complaints(prober.check("shop", endpoint, BEGUN).orElseThrow()))
                .containsExactly("nothing was heard since 2026-03-01T12:00:00Z");
        BEATS.put("backup", new Beats.Beat(CLOCK.instant(), ""));
        assertThat(endpoint.complaints(prober.check("shop", endpoint, BEGUN).orElseThrow()))
                .isEmpty();
        BEATS.put("backup", new Beats.Beat(CLOCK.instant(), "disk full"));
        assertThat(endpoint.complaints(prober.check("shop", endpoint, BEGUN).orElseThrow()))
                .containsExactly("disk full");
        CLOCK.set(BEGUN);
    }
}
