package dev.slipway.server.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.server.watch.ScrapeFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rule files that the home's prometheus.yml names. */
class HomeRulesTest {

    private static final String RULES = """
            groups:
            - {name: slow, interval: 5m, rules: [{record: a, expr: up}]}
            - {name: usual, rules: [{alert: Down, expr: up == 0, annotations: {at: '{{ $externalLabels.site }}'}}]}
            """;

    @TempDir
    Path home;

    private final HomeRules rules = new HomeRules();

    @BeforeEach
    void write() throws IOException {
        Files.createDirectory(home.resolve("rules"));
        Files.writeString(home.resolve("rules/a.yml"), RULES);
        Files.writeString(
                home.resolve("prometheus.yml"),
                "{global: {evaluation_interval: 30s, external_labels: {site: north}}, rule_files: [rules/*.yml]}");
    }

    private void read() {
        rules.read(home, ScrapeFolder.read(home, List.of()));
    }

    @Test
    void files_areReadWithTheConfigurationsWords() {
        read();

        assertThat(rules.errors()).isEmpty();
        assertThat(rules.groups()).extracting(group -> group.group().name()).containsExactly("slow", "usual");
        assertThat(rules.groups())
                .extracting(group -> Rulebook.interval(group).toSeconds())
                .containsExactly(300L, 30L);
        assertThat(rules.groups()).allSatisfy(group -> {
            assertThat(group.project()).isEmpty();
            assertThat(group.externalLabels()).containsEntry("site", "north");
        });
        assertThat(rules.files()).anyMatch(pattern -> pattern.matches(home.resolve("rules/new.yml")));
    }

    @Test
    void wrongFile_leavesAllAsTheyWere() throws IOException {
        read();
        Files.writeString(home.resolve("rules/b.yml"), "groups: [{name: b, rules: [{record: b, expr: 'rate('}]}]");
        read();

        assertThat(rules.errors()).singleElement().asString().contains("rules/b.yml:1:", "error");
        assertThat(rules.groups()).hasSize(2);

        Files.writeString(home.resolve("rules/b.yml"), "groups: [{name: b, rules: [{record: b, expr: up}]}]");
        read();
        assertThat(rules.errors()).isEmpty();
        assertThat(rules.groups()).hasSize(3);
    }

    @Test
    void folderThatCannotBeNamed_isRefused() throws IOException {
        Files.writeString(home.resolve("prometheus.yml"), "rule_files: ['*/a.yml', missing/b.yml]");
        read();

        assertThat(rules.errors())
                .anyMatch(error -> error.contains("'*/a.yml' has a wildcard in a folder"))
                .anyMatch(error -> error.contains("missing/b.yml"));
        assertThat(rules.groups()).isEmpty();
    }
}
