package dev.slipway.scenarios;

import dev.slipway.kernel.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The edge of a server, asked directly: it answers while no control plane lives. */
record EdgeView(HttpClient http, JsonNode announced, String token) {

    private static final String FOLDER = "edge";

    static EdgeView of(Path home) throws IOException {
        Path folder = home.resolve(FOLDER);
        return new EdgeView(
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build(),
                Json.mapper().readTree(Files.readString(folder.resolve("edge.json"))),
                Files.readString(folder.resolve("admin.token")).strip());
    }

    /** Where the edge of a server with this home finds its certificates. */
    static Path certificates(Path home) {
        return home.resolve(FOLDER).resolve("certificates");
    }

    int tlsPort() {
        String address = announced.path("tlsListen").asString();
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    /** How long ago the routes left an instance; empty while they lead to it. */
    Optional<Duration> left(String release, String address) throws IOException, InterruptedException {
        return stats().path("routes")
                .valueStream()
                .flatMap(route -> route.path("releases").valueStream())
                .filter(each -> each.path("release").asString().equals(release))
                .flatMap(each -> each.path("instances").valueStream())
                .filter(each -> each.path("address").asString().equals(address))
                .map(each -> each.path("leftMillis"))
                .filter(JsonNode::isNumber)
                .map(millis -> Duration.ofMillis(millis.asLong()))
                .findFirst();
    }

    private JsonNode stats() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://" + announced.path("admin").asString() + "/v1/stats"))
                .header("Authorization", "Bearer " + token)
                .build();
        return Json.mapper()
                .readTree(
                        http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }
}
