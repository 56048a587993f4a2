package dev.slipway.actions.run;

import static dev.slipway.actions.run.JobEvent.ADMIT;
import static dev.slipway.actions.run.JobEvent.CANCEL;
import static dev.slipway.actions.run.JobEvent.FAIL;
import static dev.slipway.actions.run.JobEvent.INTERRUPTED;
import static dev.slipway.actions.run.JobEvent.READY;
import static dev.slipway.actions.run.JobEvent.SKIP;
import static dev.slipway.actions.run.JobEvent.START;
import static dev.slipway.actions.run.JobEvent.STOPPED;
import static dev.slipway.actions.run.JobEvent.SUCCEED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.kernel.Problem;
import dev.slipway.kernel.TransitionTable;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StateTablesTest {

    @Test
    void jobLives_visitEveryRow() throws Exception {
        Set<Object> visited = new HashSet<>();
        try (AutoCloseable _ = JobTable.TABLE.listen(visited::add)) {
            assertThat(job(READY, ADMIT, START, SUCCEED)).isEqualTo(JobState.SUCCEEDED);
            assertThat(job(READY, ADMIT, START, FAIL)).isEqualTo(JobState.FAILED);
            assertThat(job(SKIP)).isEqualTo(JobState.SKIPPED);
            assertThat(job(FAIL)).isEqualTo(JobState.FAILED);
            assertThat(job(READY, FAIL)).isEqualTo(JobState.FAILED);
            assertThat(job(READY, ADMIT, FAIL)).isEqualTo(JobState.FAILED);
            assertThat(job(CANCEL)).isEqualTo(JobState.CANCELLED);
            assertThat(job(READY, CANCEL)).isEqualTo(JobState.CANCELLED);
            assertThat(job(READY, ADMIT, CANCEL)).isEqualTo(JobState.CANCELLED);
            assertThat(job(READY, ADMIT, START, INTERRUPTED)).isEqualTo(JobState.QUEUED);
            assertThat(job(READY, ADMIT, START, CANCEL, STOPPED)).isEqualTo(JobState.CANCELLED);
            assertThat(job(READY, ADMIT, START, CANCEL, SUCCEED)).isEqualTo(JobState.SUCCEEDED);
            assertThat(job(READY, ADMIT, START, CANCEL, FAIL)).isEqualTo(JobState.FAILED);
            assertThat(job(READY, ADMIT, START, CANCEL, INTERRUPTED)).isEqualTo(JobState.CANCELLED);
        }
        assertThat(visited).containsExactlyInAnyOrderElementsOf(JobTable.TABLE.rows());
    }

    @Test
    void runLives_visitEveryRow() throws Exception {
        Set<Object> visited = new HashSet<>();
        try (AutoCloseable _ = RunTable.TABLE.listen(visited::add)) {
            assertThat(run(RunEvent.CANCEL)).isEqualTo(RunState.CANCELLED);
            assertThat(run(RunEvent.SKIP)).isEqualTo(RunState.SKIPPED);
            assertThat(run(RunEvent.FAIL)).isEqualTo(RunState.FAILED);
            assertThat(run(RunEvent.START, RunEvent.SUCCEED)).isEqualTo(RunState.SUCCEEDED);
            assertThat(run(RunEvent.START, RunEvent.FAIL)).isEqualTo(RunState.FAILED);
            assertThat(run(RunEvent.START, RunEvent.SKIP)).isEqualTo(RunState.SKIPPED);
            assertThat(run(RunEvent.START, RunEvent.STOPPED)).isEqualTo(RunState.CANCELLED);
            assertThat(run(RunEvent.START, RunEvent.CANCEL, RunEvent.STOPPED)).isEqualTo(RunState.CANCELLED);
            assertThat(run(RunEvent.START, RunEvent.CANCEL, RunEvent.SUCCEED)).isEqualTo(RunState.SUCCEEDED);
            assertThat(run(RunEvent.START, RunEvent.CANCEL, RunEvent.FAIL)).isEqualTo(RunState.FAILED);
        }
        assertThat(visited).containsExactlyInAnyOrderElementsOf(RunTable.TABLE.rows());
    }

    @Test
    void terminalStates_takeNothingMore() {
        assertThat(Arrays.stream(JobState.values()).filter(JobTable.TABLE::isTerminal))
                .containsExactly(JobState.SUCCEEDED, JobState.FAILED, JobState.CANCELLED, JobState.SKIPPED);
        assertThat(Arrays.stream(RunState.values()).filter(RunTable.TABLE::isTerminal))
                .containsExactly(RunState.SUCCEEDED, RunState.FAILED, RunState.CANCELLED, RunState.SKIPPED);
        assertThatThrownBy(() -> JobTable.TABLE.next(JobState.SUCCEEDED, START)).isInstanceOf(Problem.class);
    }

    private static JobState job(JobEvent... events) {
        return walk(JobTable.TABLE, events);
    }

    private static RunState run(RunEvent... events) {
        return walk(RunTable.TABLE, events);
    }

    @SafeVarargs
    private static <S extends Enum<S>, E extends Enum<E>> S walk(TransitionTable<S, E> table, E... events) {
        S state = table.initial();
        for (E event : events) {
            state = table.next(state, event);
        }
        return state;
    }
}
