package dev.slipway.server.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.runner.artifact.ArtifactStore.Terms;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactDownloadTest {

    private static final String MEMBER = "session-of-vic";

    @TempDir
    Path folder;

    private UiHouse house;

    @BeforeEach
    void open() throws IOException {
        house = new UiHouse(folder);
        house.projects.create("safeguard", Optional.empty(), "ada");
        new RunStory(house).tell();
    }

    @AfterEach
    void close() {
        house.close();
    }

    private void keep(String name, String content, Terms terms) throws IOException {
        Path file = Files.writeString(Files.createTempFile(folder, "kept", ""), content);
        house.artifacts.save(RunStory.RUN, name, file, terms);
    }

    private HttpResponse<String> get(String path, String session) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(house.address() + path))
                    .header("Cookie", "slipway_session=" + session)
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void archive_isSavedWithTheEndingOfOne_byPageAndApi() throws Exception {
        keep("safe guard ü", "zip", Terms.USUAL);
        for (String base : new String[] {"", "/api/v1"}) {
            HttpResponse<String> answer =
                    get(base + "/runs/" + RunStory.RUN + "/artifacts/safe%20guard%20%C3%BC", MEMBER);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("zip");
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/zip");
            assertThat(answer.headers().firstValue("Content-Length")).hasValue("3");
            assertThat(answer.headers().firstValue("Content-Disposition"))
                    .hasValue("attachment; filename*=UTF-8''safe%20guard%20%C3%BC.zip");
        }
    }

    @Test
    void pageOfAStranger_isSaved_neverShown() throws Exception {
        keep("report.html", "<script>alert(1)</script>", new Terms(false, Optional.empty(), "text/html"));
        HttpResponse<String> answer = get("/runs/" + RunStory.RUN + "/artifacts/report.html", MEMBER);
        assertThat(answer.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename*=UTF-8''report.html");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    }

    @Test
    void artifactThatIsNotThere_isNotFound_andOfWhomNobodyKnowsNothing() throws Exception {
        assertThat(get("/api/v1/runs/" + RunStory.RUN + "/artifacts/none", MEMBER)
                        .statusCode())
                .isEqualTo(404);
        assertThat(get("/api/v1/runs/" + RunStory.RUN + "/artifacts/none", "stranger")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void pageOfTheRun_leadsToItsArtifacts() throws Exception {
        keep("safeguard", "zip", Terms.USUAL);
        assertThat(get("/runs/" + RunStory.RUN, MEMBER).body())
                .contains("href=\"/runs/" + RunStory.RUN + "/artifacts/safeguard\"");
    }
}
