package dev.slipway.observe.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.kernel.Problem;
import dev.slipway.observe.discovery.Discovery;
import dev.slipway.observe.discovery.TargetGroup;
import dev.slipway.promql.series.Labels;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TargetMakerTest {

    static ScrapeJob job(String yaml) {
        ScrapeFile file =
                ScrapeFileReader.read("p.yml", "scrape_configs:\n- job_name: api\n" + yaml.indent(2), Path.of("/"));
        assertThat(file.findings()).isEmpty();
        return file.jobs().getFirst();
    }

    private static List<Target> targets(String yaml) {
        ScrapeJob job = job(yaml);
        Discovery.Listed listed = (Discovery.Listed) job.discoveries().getFirst();
        return new TargetMaker(job).targets(listed.groups());
    }

    @Test
    void target_hasLabelsAndAUrl() {
        Target target = targets("""
                        scrape_interval: 15s
                        scrape_timeout: 3s
                        params: {module: [a b, c]}
                        static_configs: [{targets: ['h:1'], labels: {zone: eu}}]
                        """).getFirst();
        assertThat(target.labels()).isEqualTo(Labels.of("job", "api", "instance", "h:1", "zone", "eu"));
        assertThat(target.url()).hasToString("http://h:1/metrics?module=a+b&module=c");
        assertThat(target.interval()).isEqualTo(Duration.ofSeconds(15));
        assertThat(target.timeout()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void relabelling_changesEverything() {
        Target target = targets("""
                        static_configs: [{targets: ['h:1']}]
                        relabel_configs:
                        - {source_labels: [__address__], target_label: __param_target}
                        - {target_label: __address__, replacement: 'prober:9'}
                        - {target_label: __scheme__, replacement: https}
                        - {target_label: __metrics_path__, replacement: probe}
                        - {target_label: __scrape_interval__, replacement: 30s}
                        - {target_label: instance, replacement: named}
                        - {target_label: __tmp, replacement: gone}
                        """).getFirst();
        assertThat(target.url()).hasToString("https://prober:9/probe?target=h%3A1");
        assertThat(target.labels()).isEqualTo(Labels.of("job", "api", "instance", "named"));
        assertThat(target.interval()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void droppedAndRepeatedTargets_areLeftOut() {
        assertThat(targets("""
                        static_configs: [{targets: ['a:1', 'b:1', 'a:1']}]
                        relabel_configs: [{source_labels: [__address__], regex: 'b.*', action: drop}]
                        """)).hasSize(1);
    }

    @Test
    void tooManyTargets_areRefused() {
        ScrapeJob job = job("target_limit: 1\nstatic_configs: []\n");
        assertThatThrownBy(() ->
                        new TargetMaker(job).targets(List.of(new TargetGroup(List.of("a:1", "b:1"), Map.of()))))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("too-many-targets"));
    }

    @Test
    void wrongAddresses_areRefused() {
        ScrapeJob job = job("static_configs: []\n");
        for (String address : List.of("user@h:1", "h h:1", "/x")) {
            assertThatThrownBy(() -> new TargetMaker(job).targets(List.of(new TargetGroup(List.of(address), Map.of()))))
                    .as(address)
                    .isInstanceOf(Problem.class);
        }
    }

    @Test
    void scrapes_keepTheirPlaceWithinTheInterval() {
        List<Target> targets =
                targets("scrape_interval: 1m\nstatic_configs: [{targets: ['a:1', 'b:1', 'c:1', 'd:1']}]\n");
        Instant now = Instant.parse("2026-01-05T12:00:00Z");
        Target first = targets.getFirst();
        Instant next = first.next(now);
        assertThat(next).isAfter(now).isBeforeOrEqualTo(now.plusSeconds(60));
        assertThat(first.next(next)).isEqualTo(next.plusSeconds(60));
        assertThat(first.next(next.minusMillis(1))).isEqualTo(next);
        assertThat(targets.stream().map(target -> target.next(now)).distinct()).hasSize(4);
    }
}
