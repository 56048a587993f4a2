package dev.slipway.server.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that evaluates, decides and tells is killed at random moments: between evaluation and state, state and
 * notice, notice and answer. Whoever has to be told of an alert is told, nobody hears of an end that never came, and
 * nobody hears twice but of what was on its way when the process was killed.
 */
@Tag("slow")
class AlertKillTest {

    private static final int KILLS = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern NUMBER = Pattern.compile("\"commonLabels\":\\{[^}]*\"n\":\"(\\d+)\"");

    @TempDir
    Path folder;

    private WebhookTarget first;
    private WebhookTarget second;
    private WebhookTarget third;

    @BeforeEach
    void open() throws IOException {
        first = new WebhookTarget();
        second = new WebhookTarget();
        third = new WebhookTarget();
    }

    @AfterEach
    void close() {
        List.of(first, second, third).forEach(WebhookTarget::close);
    }

    @Test
    void alerts_survivePulledPlugs() throws Exception {
        Random random = new Random(20260301);
        int next = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            next = killAfter(3 + random.nextInt(8), next) + 1;
        }
        int last = next + 3;
        String configuration = KilledAlerting.configuration(first.url(), second.url(), third.url());
        try (AlertingHouse house = KilledAlerting.house(folder, configuration, next)) {
            for (int number = next; number <= last; number++) {
                KilledAlerting.step(house, number);
            }
            await().atMost(PATIENCE).until(() -> told(first).size() == last + 1);
            await().atMost(PATIENCE).until(() -> told(second).size() >= last - 1);
            await().atMost(PATIENCE).until(() -> third.bodies.size() >= last / 24);
        }

        assertThat(told(first)).allSatisfy((_, times) -> assertThat(times).isLessThanOrEqualTo(1L + KILLS));
        assertThat(told(second)).allSatisfy((_, times) -> assertThat(times).isLessThanOrEqualTo(1L + KILLS));
        assertThat(repeated(first) + repeated(second)).isLessThanOrEqualTo(KILLS * 20L);
        assertThat(third.bodies).hasSizeLessThanOrEqualTo((last + 12) / 24 + KILLS);
        assertThat(first.bodies).noneMatch(body -> body.contains("\"status\":\"resolved\""));
        assertThat(second.bodies).noneMatch(body -> body.contains("\"status\":\"resolved\""));
    }

    private static long repeated(WebhookTarget target) {
        return (long) target.bodies.size() - told(target).size();
    }

    /** How often each alert was told of. */
    private static Map<Integer, Long> told(WebhookTarget target) {
        return target.bodies.stream()
                .map(NUMBER::matcher)
                .filter(Matcher::find)
                .map(matcher -> Integer.valueOf(matcher.group(1)))
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    /** Returns the number of the last alert whose evaluation was committed for certain. */
    private int killAfter(int evaluations, int from) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        KilledAlerting.class.getName(),
                        folder.toString(),
                        first.url(),
                        second.url(),
                        third.url(),
                        Integer.toString(from))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader lines = process.inputReader()) {
            int last = from;
            int heard = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.matches("\\d+")) {
                    last = Integer.parseInt(line);
                    if (++heard == evaluations) {
                        process.toHandle().destroyForcibly();
                    }
                }
            }
            assertThat(heard).as("evaluations before the kill").isGreaterThanOrEqualTo(evaluations);
            return last;
        } finally {
            process.destroyForcibly();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }
}
