package dev.slipway.server.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.observe.config.FilePattern;
import dev.slipway.observe.scrape.ScrapeJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScrapeFolderTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path home;

    private ScrapeFolder.Read read(String text) throws IOException {
        Files.writeString(home.resolve("prometheus.yml"), text);
        return ScrapeFolder.read(home, List.of());
    }

    @Test
    void file_namesWhatIsScraped() throws IOException {
        assertThat(ScrapeFolder.read(home, List.of()).jobs()).isEmpty();

        ScrapeFolder.Read read = read("""
                global: {scrape_interval: 30s}
                scrape_configs:
                - job_name: node
                  static_configs: [{targets: ['192.0.2.7:9100']}]
                """);

        assertThat(read.errors()).isEmpty();
        assertThat(read.jobs()).extracting(ScrapeJob::name).containsExactly("node");
        List<ScrapeJob> taken = read.jobs();
        assertThat(ScrapeFolder.read(home, taken).errors())
                .singleElement()
                .asString()
                .contains("Slipway has a job 'node' of its own");
    }

    @Test
    void whatHasNoMeaningHere_isRefused() throws IOException {
        ScrapeFolder.Read read = read("""
                global: {external_labels: {a: b}}
                storage: {tsdb: {}}
                remote_write: [{url: 'http://a.example', headers: {a: b}}]
                scrape_configs:
                - {job_name: node, static_configs: [{targets: ['192.0.2.7:9100']}]}
                """);

        assertThat(read.jobs()).isEmpty();
        assertThat(read.remoteTargets()).isEmpty();
        assertThat(read.errors())
                .anyMatch(error -> error.contains("prometheus.yml:3:") && error.contains("'headers'"))
                .anyMatch(error -> error.contains("prometheus.yml:2:") && error.contains("'storage' is not supported"));
    }

    @Test
    void remoteWrite_isGivenTheExternalLabels() throws IOException {
        ScrapeFolder.Read read = read("""
                global: {external_labels: {cluster: one}}
                remote_write: [{name: far, url: 'http://a.example/api/v1/write', basic_auth: {username: u, password: p}}]
                """);

        assertThat(read.errors()).isEmpty();
        assertThat(read.remoteTargets()).singleElement().satisfies(target -> {
            assertThat(target.name()).isEqualTo("far");
            assertThat(target.externalLabels()).containsEntry("cluster", "one");
            assertThat(target.http().authorization()).isPresent();
        });
    }

    @Test
    void filesThatAreNamed_areFollowed() throws IOException {
        AtomicInteger heard = new AtomicInteger();
        Path texts = Files.createDirectory(home.resolve("texts"));
        HomeFiles files = HomeFiles.watch(home, Set.of("prometheus.yml"), heard::incrementAndGet);
        try {
            files.follow(List.of(
                    FilePattern.of(home, "texts/*.tmpl").orElseThrow(),
                    FilePattern.of(home, "nowhere/a.yml").orElseThrow(),
                    FilePattern.of(home, "rules.yml").orElseThrow()));
            Files.writeString(texts.resolve("a.tmpl"), "{{ define \"a\" }}{{ end }}");
            await().atMost(PATIENCE).until(() -> heard.get() >= 1);
            int before = heard.get();
            Files.writeString(home.resolve("rules.yml"), "groups: []");
            await().atMost(PATIENCE).until(() -> heard.get() > before);
        } finally {
            files.close();
        }
    }

    @Test
    void changes_areHeardOf() throws IOException {
        AtomicInteger heard = new AtomicInteger();
        HomeFiles files = HomeFiles.watch(home, Set.of("prometheus.yml"), heard::incrementAndGet);
        try {
            Files.writeString(home.resolve("other.yml"), "a: b");
            Files.writeString(home.resolve("prometheus.yml"), "scrape_configs: []");
            await().atMost(PATIENCE).until(() -> heard.get() >= 1);
            int before = heard.get();
            Files.delete(home.resolve("prometheus.yml"));
            await().atMost(PATIENCE).until(() -> heard.get() > before);
        } finally {
            files.close();
        }
    }
}
