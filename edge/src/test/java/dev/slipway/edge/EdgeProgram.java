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
        Files.deleteIfExists(home.resolve("edge.json"));
        List<String> argv = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
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
        await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(file));
        return Json.mapper().readTree(Files.readString(file));
    }

    /** Sends all traffic to one instance; gives the status of the answer. */
    int route(HttpClient http, String release, String port) throws IOException, InterruptedException {
        String admin = announced().path("admin").asString();
        String token = Files.readString(home.resolve("admin.token")).strip();
        HttpRequest put = HttpRequest.newBuilder(URI.create("http://" + admin + "/v1/routes/shop"))
                .header("Authorization", "Bearer " + token)
                .PUT(HttpRequest.BodyPublishers.ofString(RunningEdge.routeBody(1, 0, release + " 1 " + port)))
                .build();
        return http.send(put, HttpResponse.BodyHandlers.discarding()).statusCode();
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
