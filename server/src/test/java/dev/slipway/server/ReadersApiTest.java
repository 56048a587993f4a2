package dev.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.kernel.Json;
import dev.slipway.store.audit.Audit;
import dev.slipway.store.audit.AuditRecord;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Who says which projects' jobs read a project, and what is kept of it. */
class ReadersApiTest {

    @TempDir
    Path folder;

    private House house;

    @BeforeEach
    void open() {
        house = House.open(folder.resolve("home"));
        for (String name : List.of("shop", "lib")) {
            house.foundation.projects().create(name, Optional.empty(), "ada");
        }
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void administratorAllowsAndRevokes_whichIsAudited() throws Exception {
        assertThat(call("GET", "lib/readers", "mia-token").body()).isEqualTo("{\"readers\":[],\"reads\":[]}");

        assertThat(call("PUT", "lib/readers/shop", "ada-token").statusCode()).isEqualTo(200);
        assertThat(call("PUT", "lib/readers/shop", "ada-token").statusCode()).isEqualTo(200);

        JsonNode ofLib = Json.read(call("GET", "lib/readers", "mia-token").body(), JsonNode.class);
        assertThat(ofLib.path("readers").size()).isEqualTo(1);
        assertThat(ofLib.at("/readers/0/project").asString()).isEqualTo("shop");
        assertThat(ofLib.at("/readers/0/grantedBy").asString()).isEqualTo("ada");
        JsonNode ofShop = Json.read(call("GET", "shop/readers", "mia-token").body(), JsonNode.class);
        assertThat(ofShop.path("readers").isEmpty()).isTrue();
        assertThat(ofShop.at("/reads/0/project").asString()).isEqualTo("lib");

        assertThat(call("DELETE", "lib/readers/shop", "ada-token").statusCode()).isEqualTo(204);
        assertThat(call("DELETE", "lib/readers/shop", "ada-token").body()).contains("no-reader");
        assertThat(audited()).containsExactly("project.share lib", "project.unshare lib");
    }

    @Test
    void nobodyElseChangesIt_andNonsenseIsRefused() throws Exception {
        assertThat(call("PUT", "lib/readers/shop", "mia-token").statusCode()).isEqualTo(403);
        assertThat(call("PUT", "lib/readers/lib", "ada-token").body()).contains("reads-itself");
        assertThat(call("PUT", "lib/readers/nobody", "ada-token").body()).contains("no-project");
        assertThat(call("PUT", "nobody/readers/shop", "ada-token").body()).contains("no-project");
        assertThat(house.foundation.readers().allows("lib", "shop")).isFalse();
        assertThat(audited()).isEmpty();
    }

    @Test
    void page_showsBothSides_andItsFormsChangeThem() throws Exception {
        assertThat(form("lib/readers/allow", "reader=shop", "mia-token").statusCode())
                .isEqualTo(403);
        assertThat(form("lib/readers/allow", "reader=shop", "ada-token").statusCode())
                .isEqualTo(303);
        assertThat(page("lib", "ada-token")).contains("Let shop read it no more");
        assertThat(page("lib", "mia-token")).contains("href=\"/projects/shop\"").doesNotContain("no more");
        assertThat(page("shop", "mia-token")).contains("Its own jobs may read").contains("href=\"/projects/lib\"");

        form("lib/readers/revoke", "reader=shop", "ada-token");
        assertThat(house.foundation.readers().allows("lib", "shop")).isFalse();
    }

    private HttpResponse<String> form(String path, String body, String token) throws IOException, InterruptedException {
        return send(request("/projects/" + path, token)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body)));
    }

    private String page(String project, String token) throws IOException, InterruptedException {
        return send(request("/projects/" + project + "/settings", token)).body();
    }

    private List<String> audited() {
        return house.database.read(sql -> Audit.latest(sql, 100)).stream()
                .map(AuditRecord::entry)
                .filter(entry ->
                        entry.what().startsWith("project.") && entry.what().endsWith("share"))
                .map(entry -> entry.what() + " " + entry.project())
                .sorted()
                .toList();
    }

    private HttpResponse<String> call(String method, String path, String token)
            throws IOException, InterruptedException {
        return send(request("/api/v1/projects/" + path, token).method(method, BodyPublishers.noBody()));
    }

    private HttpRequest.Builder request(String path, String token) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + house.server.port() + path))
                .header("Authorization", "Bearer " + token);
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }
}
