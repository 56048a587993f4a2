package dev.slipway.edge;

import static org.awaitility.Awaitility.await;

import dev.slipway.kernel.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The edge as operators run it: a process of its own over a folder. */
record EdgeProgram(Path home, Process process) implements AutoCloseable {

    static EdgeProgram start(Path home, String listen, String... more) throws IOException {
        List<String> argv = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.slipway.edge.Main",
                "--listen",
                listen,
                "--home",
                home.toString()));
        argv.addAll(List.of(more));
        return new EdgeProgram(
                home,
                new ProcessBuilder(argv)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(
                                home.resolve("log").toFile()))
                        .start());
    }

    /** What it says of itself once it takes connections. */
    JsonNode announced() throws IOException {
        Path file = home.resolve("edge.json");
        await().atMost(Duration.ofMinutes(3)).until(() -> Files.exists(file) && pid(file) == process.pid());
        return Json.mapper().readTree(Files.readString(file));
    }

    private static long pid(Path announcement) throws IOException {
        return Json.mapper()
                .readTree(Files.readString(announcement))
                .path("pid")
                .asLong();
    }

    /** Sends all traffic to one instance; gives the status of the answer. */
    int route(HttpClient http, String release, String port) throws IOException, InterruptedException {
        return put(http, RunningEdge.routeBody(1, 0, release + " 1 " + port));
    }

    int put(HttpClient http, String route) throws IOException, InterruptedException {
        HttpRequest put = admin("/v1/routes/shop")
                .PUT(HttpRequest.BodyPublishers.ofString(route))
                .build();
        return http.send(put, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    /** How many requests of a release are in flight, by what this edge says of it and of its only instance. */
    List<Integer> inFlight(HttpClient http, String release) throws IOException, InterruptedException {
        String stats = http.send(admin("/v1/stats").build(), HttpResponse.BodyHandlers.ofString())
                .body();
        for (JsonNode node :
                Json.mapper().readTree(stats).path("routes").path(0).path("releases")) {
            if (node.path("release").asString().equals(release)) {
                return List.of(
                        node.path("inFlight").asInt(),
                        node.path("instances").path(0).path("inFlight").asInt());
            }
        }
        return List.of(0, 0);
    }

    private HttpRequest.Builder admin(String path) throws IOException {
        String admin = announced().path("admin").asString();
        return HttpRequest.newBuilder(URI.create("http://" + admin + path))
                .header(
                        "Authorization",
                        "Bearer "
                                + Files.readString(home.resolve("admin.token")).strip());
    }

    Socket connect() throws IOException {
        String address = announced().path("listen").asString();
        return new Socket(
                InetAddress.getLoopbackAddress(), Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)));
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
