package dev.slipway.delivery.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.delivery.config.Gates.DailyWindow;
import dev.slipway.delivery.config.Gates.DatedWindow;
import dev.slipway.delivery.config.Gates.WeeklyWindow;
import dev.slipway.delivery.config.Strategy.Analysis;
import dev.slipway.delivery.config.Strategy.Canary;
import dev.slipway.delivery.config.Strategy.Pause;
import dev.slipway.delivery.config.Strategy.SetWeight;
import dev.slipway.delivery.judge.JudgePolicy;
import dev.slipway.delivery.judge.Threshold;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the words of a file come to mean. */
class ConfigReaderTest {

    @Test
    void service_getsEveryKey() throws IOException {
        ServiceConfig service = full().services().get("safeguard");

        assertThat(service)
                .isEqualTo(new ServiceConfig(
                        "safeguard",
                        "process",
                        "safeguard",
                        List.of("java", "-Xmx64m", "-jar", "safeguard.jar"),
                        0,
                        2,
                        Map.of("LOG_LEVEL", "info", "LIMIT", "100", "STRICT", "true"),
                        List.of("SCORE_KEY"),
                        new ServiceConfig.HealthCheck(
                                "/health", Duration.ofMillis(500), Duration.ofSeconds(1), 2, 3, Duration.ofSeconds(90)),
                        Duration.ofSeconds(10),
                        new ServiceConfig.Resources(OptionalLong.of(256L << 20), OptionalDouble.of(0.5)),
                        Optional.of(new ServiceConfig.Migrations(
                                List.of("java", "-cp", "safeguard.jar", "Migrate", "expand"),
                                List.of("java", "-cp", "safeguard.jar", "Migrate", "contract"),
                                true)),
                        Optional.empty()));
    }

    @Test
    void metrics_isAPathOfTheService() {
        String text = "services:\n  web: {artifact: a, command: run, metrics: /metrics}\nenvironments:\n  test: {}\n";

        assertThat(ConfigReader.read("slipway.yml", text)
                        .config()
                        .orElseThrow()
                        .services()
                        .get("web")
                        .metrics())
                .contains("/metrics");
    }

    @Test
    void command_asText_isSplitIntoWords() throws IOException {
        assertThat(full().services().get("report").command()).containsExactly("node", "my server.js", "--title", "a b");
    }

    @Test
    void canary_thatDoesNotEndAt100_getsALastStep() throws IOException {
        assertThat(production().strategy())
                .isEqualTo(new Canary(List.of(
                        new SetWeight(10),
                        new Analysis(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(60)),
                        new Pause(Optional.of(Duration.ofSeconds(10))),
                        new Pause(Optional.empty()),
                        new SetWeight(50),
                        new SetWeight(100))));
    }

    @Test
    void freezes_areOfThreeKinds() throws IOException {
        ZoneId berlin = ZoneId.of("Europe/Berlin");

        assertThat(production().gates().freezes())
                .containsExactly(
                        new DailyWindow(
                                Set.of(DayOfWeek.FRIDAY),
                                LocalTime.of(12, 0),
                                LocalTime.of(23, 59),
                                berlin,
                                "no deploys on Friday"),
                        new WeeklyWindow(
                                DayOfWeek.FRIDAY,
                                LocalTime.NOON,
                                DayOfWeek.MONDAY,
                                LocalTime.of(8, 0),
                                ZoneId.of("UTC"),
                                "freeze window"),
                        new DatedWindow(
                                Instant.parse("2026-12-23T17:00:00Z"),
                                Instant.parse("2027-01-02T06:00:00Z"),
                                berlin,
                                "freeze window"));
    }

    @Test
    void judge_takesWhatIsWrittenAndKeepsTheRest() throws IOException {
        JudgePolicy judge = production().judge();

        assertThat(judge.alpha()).isEqualTo(0.01);
        assertThat(judge.minimumRequests()).isEqualTo(500);
        assertThat(judge.errorRate()).isNotNull();
        assertThat(judge.errorRate().margin()).isEqualTo(1.5);
        assertThat(judge.errorRate().minimumExposure())
                .isEqualTo(JudgePolicy.standard().errorRate().minimumExposure());
        assertThat(judge.latency()).isNull();
        assertThat(judge.guards())
                .containsExactly(
                        new Threshold.ErrorRateAbove(0.2, 30),
                        new Threshold.LatencyAbove(0.95, Duration.ofSeconds(2), 50));
    }

    @Test
    void environment_withoutKeys_hasTheDocumentedDefaults() throws IOException {
        EnvironmentConfig plain = read("smallest.yml").environments().get("production");

        assertThat(plain.judge()).isEqualTo(JudgePolicy.standard());
        assertThat(plain.gates()).isEqualTo(Gates.OPEN);
        assertThat(plain.strategy()).isEqualTo(new Strategy.BlueGreen(true, Duration.ZERO));
        assertThat(plain.automatic()).isTrue();
        assertThat(plain.bake()).isZero();
        assertThat(plain.progressDeadline()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void deadline_isReadInBothSpellings() throws IOException {
        assertThat(production().progressDeadline()).isEqualTo(Duration.ofMinutes(2));
        assertThat(read("strategies.yml").environments().get("four").progressDeadline())
                .isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void workflows_areNotCheckedWhereTheyAreNotKnown() {
        String text = """
                release: {workflows: [no-such]}
                services: {a: {artifact: a, command: ./a}}
                environments: {b: {}}
                """;

        assertThat(ConfigReader.read("slipway.yml", text).findings()).isEmpty();
        assertThat(ConfigReader.read("slipway.yml", text, List.of()).findings())
                .extracting(finding -> finding.code())
                .containsExactly("unknown-workflow");
    }

    private static EnvironmentConfig production() throws IOException {
        return full().environments().get("production");
    }

    private static DeliveryConfig full() throws IOException {
        return read("full.yml");
    }

    static DeliveryConfig read(String name) throws IOException {
        String text = Files.readString(Path.of("src/test/resources/slipway-yml/good", name));
        return ConfigReader.read("slipway.yml", text).config().orElseThrow();
    }
}
