package dev.slipway.edge;

import dev.slipway.edge.proxy.Limits;
import dev.slipway.kernel.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** An edge on free ports, with the calls that the control plane and clients make. */
final class RunningEdge implements AutoCloseable {

    private final Edge edge;
    private final HttpClient http = HttpClient.newHttpClient();
    private final String token;

    RunningEdge(Path home, Limits limits, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "--listen",
                "127.0.0.1:0",
                "--admin",
                "127.0.0.1:0",
                "--home",
                home.toString(),
                "--drain-seconds",
                "5"));
        arguments.addAll(List.of(more));
        edge = Edge.start(EdgeOptions.parse(arguments), limits, InstantSource.system());
        token = Files.readString(home.resolve("admin.token")).strip();
    }

    int port() {
        return edge.address().getPort();
    }

    int tlsPort() {
        return java.util.Objects.requireNonNull(edge.tlsAddress()).getPort();
    }

    int adminPort() {
        return edge.adminAddress().getPort();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    HttpResponse<String> admin(String method, String path, String body) throws Exception {
        return admin(method, path, body, "Bearer " + token);
    }

    HttpResponse<String> admin(String method, String path, String body, String authorization) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + adminPort() + path))
                        .header("Authorization", authorization)
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Routes all hosts, each release given as {@code name weight port port...}. */
    HttpResponse<String> route(long epoch, long revision, String... releases) throws Exception {
        return admin("PUT", "/v1/routes/shop", routeBody(epoch, revision, releases));
    }

    /** The same with rules, as a JSON object. */
    HttpResponse<String> route(String rules, long revision, String... releases) throws Exception {
        String body = routeBody(1, revision, releases);
        return admin("PUT", "/v1/routes/shop", body.substring(0, body.length() - 1) + ",\"rules\":" + rules + "}");
    }

    static String routeBody(long epoch, long revision, String... releases) {
        String pools = Arrays.stream(releases).map(RunningEdge::pool).collect(Collectors.joining(","));
        return "{\"epoch\":" + epoch + ",\"revision\":" + revision
                + ",\"hosts\":[\"*\"],\"pathPrefix\":\"/\",\"pools\":[" + pools + "],\"drainTimeoutMillis\":5000}";
    }

    private static String pool(String release) {
        String[] words = release.split(" ");
        String instances = Arrays.stream(words)
                .skip(2)
                .map(port -> "{\"id\":\"i-" + port + "\",\"address\":\"127.0.0.1:" + port + "\"}")
                .collect(Collectors.joining(","));
        return "{\"release\":\"" + words[0] + "\",\"weight\":" + words[1] + ",\"instances\":[" + instances + "]}";
    }

    JsonNode stats() throws Exception {
        return Json.mapper().readTree(admin("GET", "/v1/stats", "").body());
    }

    /** The counters of one release of the route, or a missing node. */
    JsonNode stats(String release) throws Exception {
        for (JsonNode node : stats().path("routes").path(0).path("releases")) {
            if (node.path("release").asString().equals(release)) {
                return node;
            }
        }
        return Json.mapper().missingNode();
    }

    /** GET with fields, given as name, value, name, value. */
    HttpResponse<String> get(String path, String... fields) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        return http.send(
                (fields.length == 0 ? request : request.headers(fields)).build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> post(String path, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(uri(path))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Sends bytes as they are and reads until the edge closes. */
    String raw(String bytes) throws IOException {
        return pieces(List.of(bytes));
    }

    /** The same in packets of their own. */
    String pieces(List<String> pieces) throws IOException {
        try (Socket socket = new Socket(java.net.InetAddress.getLoopbackAddress(), port())) {
            socket.setSoTimeout(10_000);
            socket.setTcpNoDelay(true);
            OutputStream out = socket.getOutputStream();
            for (String piece : pieces) {
                out.write(piece.getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
            }
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Override
    public void close() {
        edge.close();
        http.close();
    }
}
