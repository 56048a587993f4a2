package dev.slipway.server.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.slipway.actions.run.JobState;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs that name an environment. */
class JobEnvironmentTest {

    @TempDir
    Path folder;

    private RunHouse house;

    @BeforeEach
    void open() throws Exception {
        house = new RunHouse(folder, InstantSource.system());
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void job_seesTheVariablesOfTheEnvironmentThatItNames() throws Exception {
        RunView run = house.end(house.push("""
                on: push
                jobs:
                  plain:
                    runs-on: ubuntu-latest
                    steps: [{run: "echo at ${{ vars.WHERE }}"}]
                  staged:
                    runs-on: ubuntu-latest
                    strategy: {matrix: {place: [staging]}}
                    environment: ${{ matrix.place }}
                    steps: [{run: "echo at ${{ vars.WHERE }}"}]
                """));

        assertThat(house.log(run, "plain")).contains("at nowhere");
        assertThat(house.log(run, "staged (staging)")).contains("at staging");
    }

    @Test
    void job_ofAProtectedEnvironment_failsBeforeItsFirstStep() throws Exception {
        house.secrets.put("TOKEN", "s3cret");
        RunView run = house.end(house.push("""
                on: push
                jobs:
                  a:
                    runs-on: ubuntu-latest
                    environment: {name: vault}
                    steps: [{run: "echo ${{ secrets.TOKEN }}"}]
                """));

        assertThat(run.jobs())
                .extracting(RunView.JobView::state, job -> job.steps().size())
                .containsExactly(tuple(JobState.FAILED, 0));
        assertThat(run.jobs().getFirst().reason()).contains("the vault has gates");
    }
}
