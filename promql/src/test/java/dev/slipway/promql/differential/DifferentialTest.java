package dev.slipway.promql.differential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import dev.slipway.promql.engine.Engine;
import dev.slipway.promql.engine.Limits;
import dev.slipway.promql.engine.Query;
import dev.slipway.promql.engine.Value;
import dev.slipway.promql.format.FloatText;
import dev.slipway.promql.series.Labels;
import dev.slipway.promql.unittest.MemorySource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Thousands of random questions, each asked of the engine and of Debian's Prometheus 2.42 over the same samples, at one
 * time and over a range of times. Where Prometheus 3 means something else than 2.42, {@link KnownChange} says so; every
 * other difference fails the test.
 */
class DifferentialTest {

    private static final int QUESTIONS = Integer.getInteger("slipway.questions", 3000);
    private static final long SEED = Long.getLong("slipway.seed", 20260101);
    private static final int STEPS = 12;

    @TempDir
    Path folder;

    private final List<Map<String, String>> differences = new ArrayList<>();
    private final Map<KnownChange, Integer> explained = new EnumMap<>(KnownChange.class);

    @Test
    void answers_areThoseOfPrometheus() throws Exception {
        Telemetry telemetry = new Telemetry(SEED);
        RandomQueries queries = new RandomQueries(SEED);
        Engine engine = new Engine(telemetry.source(), Limits.DEFAULT);
        int answered = 0;
        try (Peer peer = Peer.over(folder, telemetry.openMetrics())) {
            for (int i = 0; i < QUESTIONS; i++) {
                String text = queries.next();
                long at = Telemetry.START + 120_000 + (i * 7919L) % 3300 * 1000 + 123;
                long step = 13_000 + i % 5 * 20_000L;
                Table theirs = Table.of(peer.instant(text, at));
                Table theirRange = Table.of(peer.range(text, at, at + STEPS * step, step));
                Table ours = ask(
                        () -> engine.instant(Query.parse(text), at, () -> false).value());
                Table ourRange = ask(() -> engine.range(Query.parse(text), at, at + STEPS * step, step, () -> false)
                        .value());
                answered += theirs.isError() ? 0 : 1;
                note(text, ours, theirs);
                note(text + " over time", ourRange, theirRange);
            }
        }
        report(answered);
        assertThat(differences).isEmpty();
        assertThat(explained.values().stream().mapToInt(count -> count).sum())
                .as("explained differences")
                .isLessThan(QUESTIONS / 50);
        assertThat(answered).as("questions with an answer").isGreaterThan(QUESTIONS / 2);
    }

    private interface Question {
        Value ask();
    }

    private static Table ask(Question question) {
        try {
            return Table.of(question.ask());
        } catch (Problem problem) {
            return Table.error(problem.message());
        }
    }

    private void note(String query, Table ours, Table theirs) {
        if (!ours.matches(theirs)) {
            Optional<KnownChange> change = KnownChange.of(query);
            change.ifPresent(known -> explained.merge(known, 1, Integer::sum));
            if (change.isEmpty()) {
                differences.add(Map.of("query", query, "difference", ours.difference(theirs)));
            }
        }
    }

    private void report(int answered) throws IOException {
        Path report = Path.of("target", "conformance", "differential.json");
        Files.createDirectories(report.getParent());
        Files.writeString(
                report,
                Json.writeCanonical(Map.of(
                        "seed",
                        SEED,
                        "questions",
                        QUESTIONS,
                        "answered",
                        answered,
                        "explained",
                        explained,
                        "differences",
                        differences)));
    }

    /** What is exactly as old as the range or the lookback no longer counts since Prometheus 3.0. */
    @Test
    void boundaries_areOpenAtTheStart() throws Exception {
        MemorySource source = new MemorySource();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i <= 20; i++) {
            long time = Telemetry.START + i * 60_000L;
            source.add(Labels.of("__name__", "even"), time, i);
            text.append("even ")
                    .append(FloatText.general(i))
                    .append(' ')
                    .append(time / 1000)
                    .append('\n');
        }
        Engine engine = new Engine(source, Limits.DEFAULT);
        long at = Telemetry.START + 600_000;
        try (Peer peer = Peer.over(folder, text.append("# EOF\n").toString())) {
            for (String function : List.of("count", "sum", "min", "last", "stddev")) {
                Table ours = ask(() -> engine.instant(Query.parse(function + "_over_time(even[5m])"), at, () -> false)
                        .value());
                assertThat(ours.matches(Table.of(peer.instant(function + "_over_time(even[299999ms])", at))))
                        .as(function)
                        .isTrue();
            }
            long end = Telemetry.START + 1_200_000;
            assertThat(Table.of(peer.instant("even", end + 300_000)).size()).isEqualTo(1);
            assertThat(ask(() -> engine.instant(Query.parse("even"), end + 300_000, () -> false)
                                    .value())
                            .size())
                    .isZero();
            assertThat(ask(() -> engine.instant(Query.parse("even"), end + 299_999, () -> false)
                                    .value())
                            .size())
                    .isEqualTo(1);
        }
    }
}
