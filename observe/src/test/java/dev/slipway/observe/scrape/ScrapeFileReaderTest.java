package dev.slipway.observe.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.observe.discovery.Discovery;
import dev.slipway.observe.discovery.TargetGroup;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScrapeFileReaderTest {

    private static final Path BASE = Path.of("/etc/slipway");

    private static ScrapeFile read(String text) {
        return ScrapeFileReader.read("prometheus.yml", text, BASE);
    }

    @Test
    void everyKey_isRead() {
        ScrapeFile file = read("""
                global:
                  scrape_interval: 15s
                  evaluation_interval: 30s
                  external_labels: {cluster: one}
                  label_limit: 30
                rule_files: [rules/*.yml]
                scrape_configs:
                - job_name: api
                  scrape_interval: 5s
                  metrics_path: /stats
                  scheme: https
                  params: {module: [http_2xx, tcp]}
                  honor_labels: true
                  honor_timestamps: false
                  track_timestamps_staleness: true
                  follow_redirects: false
                  enable_compression: false
                  body_size_limit: 10MB
                  sample_limit: 1000
                  target_limit: 7
                  basic_auth: {username: u, password_file: secret}
                  static_configs:
                  - targets: ['a:1', 'b:2']
                    labels: {zone: eu}
                  file_sd_configs:
                  - {files: ['targets/*.json'], refresh_interval: 1m}
                  dns_sd_configs:
                  - {names: [db.example], type: A, port: 9100}
                  http_sd_configs:
                  - url: http://127.0.0.1:9/targets
                  relabel_configs:
                  - {source_labels: [__address__], regex: '(.*):\\d+', target_label: host}
                  metric_relabel_configs:
                  - {source_labels: [__name__], regex: go_.*, action: drop}
                - job_name: plain
                  authorization: {credentials_file: token}
                """);
        assertThat(file.findings()).isEmpty();
        assertThat(file.ruleFiles()).containsExactly("rules/*.yml");
        assertThat(file.externalLabels()).containsEntry("cluster", "one");
        assertThat(file.evaluationInterval()).isEqualTo(Duration.ofSeconds(30));
        ScrapeJob api = file.jobs().getFirst();
        assertThat(api.interval()).isEqualTo(Duration.ofSeconds(5));
        assertThat(api.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(api.limits()).isEqualTo(new ScrapeLimits(10 << 20, 1000, 7, 30, 0, 0));
        assertThat(api.credentials())
                .isEqualTo(new Credentials.Basic("u", java.util.Optional.of(BASE.resolve("secret"))));
        assertThat(api.params()).containsEntry("module", List.of("http_2xx", "tcp"));
        assertThat(api.discoveries())
                .containsExactly(
                        new Discovery.Listed(List.of(new TargetGroup(List.of("a:1", "b:2"), Map.of("zone", "eu")))),
                        new Discovery.Files(List.of("targets/*.json"), Duration.ofMinutes(1)),
                        new Discovery.Dns(
                                List.of("db.example"), Discovery.Dns.RecordType.A, 9100, Duration.ofSeconds(30)),
                        new Discovery.Http(URI.create("http://127.0.0.1:9/targets"), Duration.ofMinutes(1)));
        assertThat(api.relabel()).hasSize(1);
        assertThat(api.metricRelabel()).hasSize(1);
        ScrapeJob plain = file.jobs().getLast();
        assertThat(plain.timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(plain.credentials()).isEqualTo(new Credentials.Token("Bearer", BASE.resolve("token")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "unknown-key|2|scrape_config: []~",
                "unknown-key|3|- job_name: a~  metric_path: /x~",
                "unsupported-key|3|- job_name: a~  consul_sd_configs: [{server: x}]~",
                "unsupported-key|2|remote_read: [{url: x}]~",
                "bad-value|2|remote_write: [{url: x}]~",
                "unsupported-key|2|remote_write: [{url: 'http://x', queue_config: {capacity: 1}}]~",
                "duplicate-name|2|remote_write: [{url: 'http://x'}, {url: 'http://x'}]~",
                "unsupported-key|3|- job_name: a~  basic_auth: {username: u, password: x}~",
                "missing-key|2|- metrics_path: /x~",
                "duplicate-job|3|- job_name: a~- job_name: a~",
                "bad-value|3|- job_name: a~  scrape_interval: fast~",
                "bad-value|3|- job_name: a~  scrape_timeout: 2m~",
                "bad-value|3|- job_name: a~  scheme: ftp~",
                "bad-value|3|- job_name: a~  relabel_configs: [{action: explode}]~",
                "missing-key|3|- job_name: a~  relabel_configs: [{action: replace}]~",
                "missing-key|3|- job_name: a~  relabel_configs: [{action: hashmod, target_label: b}]~",
                "bad-key|3|- job_name: a~  relabel_configs: [{action: labeldrop, separator: x}]~",
                "bad-value|3|- job_name: a~  relabel_configs: [{regex: '(', target_label: b}]~",
                "bad-value|3|- job_name: a~  file_sd_configs: [{files: ['x.txt']}]~",
                "missing-key|3|- job_name: a~  dns_sd_configs: [{names: [x], type: A}]~",
                "bad-value|3|- job_name: a~  http_sd_configs: [{url: 'ftp://x'}]~",
                "bad-type|2|- job~",
            })
    void wrongKeys_areRefusedWhereTheyStand(String code, int line, String text) {
        boolean top = !text.startsWith("-");
        ScrapeFile file = read((top ? "global: {}\n" : "scrape_configs:\n") + text.replace('~', '\n'));
        assertThat(file.findings()).anySatisfy(finding -> {
            assertThat(finding.code()).isEqualTo(code);
            assertThat(finding.position().line()).isEqualTo(line);
        });
        assertThat(file.jobs()).isEmpty();
    }

    @Test
    void unknownKey_isPointedAtExactly() {
        ScrapeFile file = read("scrape_configs:\n- job_name: a\n  metric_path: /x\n");
        assertThat(file.findings().getFirst().toString())
                .isEqualTo("prometheus.yml:3:3: error: 'metric_path' is not known here (did you mean 'metrics_path'?)");
    }

    @Test
    void emptyFile_isRefused() {
        assertThat(read("").findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.code()).isEqualTo("empty-file"));
    }
}
