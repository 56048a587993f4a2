package dev.slipway.observe.patrol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.observe.probe.Answer;
import dev.slipway.observe.probe.ProbeFile;
import dev.slipway.observe.store.Batch;
import dev.slipway.observe.store.StoreOptions;
import dev.slipway.observe.store.TimeSeriesStore;
import dev.slipway.testkit.SettableClock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundTest {

    @TempDir
    Path folder;

    private final SettableClock clock = SettableClock.start();

    private Round round(ScheduledExecutorService timer) {
        ProbeFile file = ProbeFile.read("probes.yml", """
                endpoints:
                - {name: web, url: 'http://a.example', interval: 1h, failure-threshold: 1}
                """);
        return new Round(new Watched("shop", file.endpoints().getFirst()), Standing.UNKNOWN, clock, timer, _ -> {});
    }

    private Outcome failure(boolean maintained) {
        Answer answer = Answer.none("refused").measured(clock.instant(), Duration.ofMillis(3));
        return new Outcome(answer, List.of("refused"), maintained);
    }

    @Test
    void rareResults_areWrittenAgainMeanwhile() throws IOException {
        try (TimeSeriesStore store = TimeSeriesStore.open(folder, StoreOptions.standard(), clock);
                ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor()) {
            Round round = round(timer);
            Batch batch = store.batch();
            round.repeat(batch);
            assertThat(batch.size()).isZero();

            round.take(failure(false), batch);
            int once = batch.size();
            assertThat(once).isEqualTo(5);
            clock.advance(Patrol.REPEAT);
            round.repeat(batch);
            assertThat(batch.size()).isEqualTo(2 * once);

            round.stop();
            round.take(failure(false), batch);
            assertThat(batch.size()).isEqualTo(2 * once);
        }
    }

    @Test
    void failureDuringMaintenance_countsForNothing() throws IOException {
        try (TimeSeriesStore store = TimeSeriesStore.open(folder, StoreOptions.standard(), clock);
                ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor()) {
            Round round = round(timer);
            Batch batch = store.batch();

            round.take(failure(true), batch);
            assertThat(round.status().standing()).isEqualTo(Standing.UNKNOWN);
            round.take(failure(false), batch);
            assertThat(round.status().standing().state()).isEqualTo(Standing.State.DOWN);
        }
    }
}
