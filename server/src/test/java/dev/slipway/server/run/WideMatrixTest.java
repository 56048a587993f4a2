package dev.slipway.server.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.actions.run.JobState;
import dev.slipway.actions.run.RunState;
import dev.slipway.store.audit.Audit;
import dev.slipway.store.audit.AuditRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hundreds of legs, which wait and are cancelled together. */
class WideMatrixTest {

    private static final int LEGS = 300;

    @TempDir
    Path folder;

    @Test
    void legsWaitAndAreCancelledTogether_besidesThoseOfGroups() throws Exception {
        try (RunHouse house = new RunHouse(folder, InstantSource.system())) {
            RunView run = house.push("""
                    on: push
                    jobs:
                      first:
                        runs-on: ubuntu-latest
                        strategy: {matrix: {n: [%1$s]}}
                        steps: [{run: sleep 600}]
                      grouped:
                        runs-on: ubuntu-latest
                        strategy: {matrix: {n: [1, 2, 3]}}
                        concurrency: {group: one, queue: max}
                        steps: [{run: sleep 600}]
                      second:
                        runs-on: ubuntu-latest
                        strategy: {matrix: {n: [%1$s]}}
                        steps: [{run: sleep 600}]
                    """.formatted(IntStream.rangeClosed(1, LEGS / 2)
                    .mapToObj(Integer::toString)
                    .collect(Collectors.joining(", "))));
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(states(house, run))
                            .containsEntry(JobState.QUEUED, LEGS - 2 + 1L)
                            .containsEntry(JobState.WAITING, 2L)
                            .containsEntry(JobState.RUNNING, 2L));
            house.engine.cancel(run.id(), "ada");
            assertThat(house.end(run).state()).isEqualTo(RunState.CANCELLED);
            assertThat(states(house, run)).isEqualTo(Map.of(JobState.CANCELLED, LEGS + 3L));
            assertThat(house.database.read(Audit::verify).intact()).isTrue();
            assertThat(said(house, "first (7) is ")).containsSubsequence("WAITING", "CANCELLED");
        }
    }

    private static Map<JobState, Long> states(RunHouse house, RunView run) {
        return house.queries.run(run.id()).jobs().stream()
                .collect(Collectors.groupingBy(RunView.JobView::state, Collectors.counting()));
    }

    /** What the audit log says behind that beginning, the oldest first. */
    private static List<String> said(RunHouse house, String beginning) {
        List<AuditRecord> newest = house.database.read(sql -> Audit.latest(sql, 5000));
        return newest.reversed().stream()
                .map(row -> row.entry().text())
                .filter(text -> text.startsWith(beginning))
                .map(text -> text.substring(beginning.length()).split(":", 2)[0])
                .toList();
    }
}
