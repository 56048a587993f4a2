package dev.slipway.server.certificate;

import static org.assertj.core.api.Assumptions.assumeThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.delivery.port.Traffic;
import dev.slipway.kernel.Json;
import dev.slipway.kernel.process.ProcessTree;
import java.io.File;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.shredzone.acme4j.util.CSRBuilder;
import org.shredzone.acme4j.util.CertificateUtils;
import org.shredzone.acme4j.util.KeyPairUtils;

/**
 * Debian's pebble, the certificate authority of Let's Encrypt for tests, with a resolver that finds every name here and a
 * front that leads requests the way that routes say, as the edge does.
 */
final class Pebble implements ChallengeDoor.Places, AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/bin/pebble");
    private static final String KEY_ID = "kid-1";
    private static final String KEY = "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W";
    private static final int ATTEMPTS = 5;

    private final Path folder;
    private final DatagramSocket resolver;
    private final HttpServer front;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, String> addresses = new ConcurrentHashMap<>();
    private final boolean binding;
    private final int proofPort;
    private final Process process;
    private final int port;
    private volatile boolean blocked;

    Pebble(Path folder, boolean binding) throws Exception {
        this(folder, binding, 0);
    }

    /** @param proofs port at which it asks for proofs; 0 for that of its own front */
    Pebble(Path folder, boolean binding, int proofs) throws Exception {
        assumeThat(PROGRAM).as("Debian's pebble").isExecutable();
        this.folder = folder;
        this.binding = binding;
        this.resolver = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::resolve);
        this.front = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        front.createContext("/", this::lead);
        front.start();
        this.proofPort = proofs == 0 ? front.getAddress().getPort() : proofs;
        makeRoots();
        Started started = start();
        this.process = started.process();
        this.port = started.port();
    }

    private record Started(Process process, int port) {}

    /** The ports are chosen before pebble takes them: another program may be faster, so it is tried again. */
    private Started start() throws IOException {
        for (int attempt = 1; ; attempt++) {
            int chosen = freePort();
            Path config = Files.writeString(folder.resolve("pebble.json"), config(chosen, freePort()));
            Path log = folder.resolve("pebble.log");
            ProcessBuilder builder = new ProcessBuilder(
                            PROGRAM.toString(),
                            "-config",
                            config.toString(),
                            "-dnsserver",
                            "127.0.0.1:" + resolver.getLocalPort())
                    .redirectErrorStream(true)
                    .redirectOutput(new File(log.toString()));
            builder.environment()
                    .putAll(Map.of("PEBBLE_VA_NOSLEEP", "1", "PEBBLE_WFE_NONCEREJECT", "0", "PEBBLE_AUTHZREUSE", "0"));
            Process begun = ProcessTree.start(builder);
            Awaitility.await("pebble listens or ends")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> !begun.isAlive() || Files.readString(log).contains("Listening on"));
            if (begun.isAlive() || attempt == ATTEMPTS) {
                return new Started(begun, chosen);
            }
        }
    }

    private String config(int listen, int management) {
        Map<String, Object> pebble = new LinkedHashMap<>();
        pebble.put("listenAddress", "127.0.0.1:" + listen);
        pebble.put("managementListenAddress", "127.0.0.1:" + management);
        pebble.put("certificate", folder.resolve("pebble.crt").toString());
        pebble.put("privateKey", folder.resolve("pebble.key").toString());
        pebble.put("httpPort", proofPort);
        pebble.put("tlsPort", 1);
        pebble.put("externalAccountBindingRequired", binding);
        if (binding) {
            pebble.put("externalAccountMACKeys", Map.of(KEY_ID, KEY));
        }
        return Json.write(Map.of("pebble", pebble));
    }

    private void makeRoots() throws Exception {
        Instant from = Instant.now().minus(Duration.ofDays(1));
        Instant until = from.plus(Duration.ofDays(30));
        KeyPair rootKey = KeyPairUtils.createKeyPair(2048);
        X509Certificate root = CertificateUtils.createTestRootCertificate("CN=Test", from, until, rootKey);
        KeyPair key = Keys.fresh();
        CSRBuilder request = new CSRBuilder();
        request.addDomain("localhost");
        request.sign(key);
        X509Certificate own =
                CertificateUtils.createTestCertificate(request.getCSR(), from, until, root, rootKey.getPrivate());
        Files.writeString(roots(), pem(root));
        Files.writeString(folder.resolve("pebble.crt"), pem(own));
        Files.writeString(folder.resolve("pebble.key"), Keys.secret(key));
    }

    private static String pem(X509Certificate certificate) throws Exception {
        return Keys.pem("CERTIFICATE", certificate.getEncoded());
    }

    private Path roots() {
        return folder.resolve("roots.pem");
    }

    /** Settings that order here. */
    AcmeSettings settings(List<String> names) throws IOException {
        Path key = Files.writeString(folder.resolve("binding"), KEY + "\n");
        return new AcmeSettings(
                names,
                URI.create("https://localhost:" + port + "/dir"),
                Optional.of("ops@example.com"),
                binding ? Optional.of(new AcmeSettings.Binding(KEY_ID, key)) : Optional.empty(),
                Optional.of(roots()));
    }

    /** From now on no request reaches a door. */
    void block(boolean wanted) {
        blocked = wanted;
    }

    /** Names whose proofs can be asked for now. */
    List<String> open() {
        return addresses.keySet().stream().sorted().toList();
    }

    @Override
    public void open(Traffic.Route route, String path) {
        addresses.put(
                route.hosts().getFirst(),
                route.pools().getFirst().instances().getFirst().address());
    }

    @Override
    public void close(String key) {
        addresses.remove(key.substring("acme:".length()));
    }

    @Override
    public long epoch() {
        return 1;
    }

    private void lead(HttpExchange exchange) throws IOException {
        String host = exchange.getRequestHeaders().getFirst("Host").replaceAll(":\\d+$", "");
        String address = addresses.get(host);
        byte[] body = new byte[0];
        int status = 502;
        if (address != null && !blocked) {
            try {
                HttpResponse<byte[]> answer = http.send(
                        HttpRequest.newBuilder(URI.create("http://" + address + exchange.getRequestURI()))
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
                body = answer.body();
                status = answer.statusCode();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** Every name is at 127.0.0.1, and has nothing else (RFC 1035, section 4.1). */
    private void resolve() {
        byte[] buffer = new byte[512];
        while (!resolver.isClosed()) {
            DatagramPacket question = new DatagramPacket(buffer, buffer.length);
            try {
                resolver.receive(question);
                byte[] answer = answer(Arrays.copyOf(buffer, question.getLength()));
                resolver.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static byte[] answer(byte[] question) {
        int end = 12;
        while (question[end] != 0) {
            end += question[end] + 1;
        }
        boolean address = question[end + 1] == 0 && question[end + 2] == 1;
        byte[] tail = address ? new byte[] {(byte) 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 127, 0, 0, 1} : new byte[0];
        byte[] answer = Arrays.copyOf(question, end + 5 + tail.length);
        answer[2] = (byte) 0x81;
        answer[3] = (byte) 0x80;
        answer[7] = (byte) (address ? 1 : 0);
        answer[9] = 0;
        answer[11] = 0;
        System.arraycopy(tail, 0, answer, end + 5, tail.length);
        return answer;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws InterruptedException {
        ProcessTree.end(process.toHandle(), Duration.ofSeconds(5));
        front.stop(0);
        resolver.close();
    }

    /** What it has said, for a failed test. */
    String log() throws IOException {
        return Files.readString(folder.resolve("pebble.log"), StandardCharsets.UTF_8);
    }
}
