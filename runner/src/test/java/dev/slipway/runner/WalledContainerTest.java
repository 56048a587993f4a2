package dev.slipway.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.actions.plan.Conclusion;
import dev.slipway.containers.Engine;
import dev.slipway.containers.NeedsEngine;
import dev.slipway.containers.TestEngine;
import dev.slipway.runner.container.JobLabels;
import dev.slipway.runner.wall.AccountRange;
import dev.slipway.runner.wall.Isolation;
import dev.slipway.runner.wall.Walls;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server starts containers beside a job behind walls, and its steps work with them. */
@NeedsEngine
class WalledContainerTest {

    @TempDir
    Path folder;

    private final Map<String, String> files = new HashMap<>();
    private Engine engine;
    private JobBench bench;

    @BeforeEach
    void setUp() throws Exception {
        Walls walls = Walls.find(
                new Walls.Order(Isolation.AVAILABLE, AccountRange.USUAL, List.of()),
                folder.resolve("jobs"),
                System.getenv());
        assumeTrue(walls.stand(), () -> "no walls on this host: " + walls.why());
        engine = TestEngine.connect();
        TestEngine.image(engine);
        bench = new JobBench(folder).behind(walls).tree(files);
        bench.engines = TestEngine.access();
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(JobLabels.removeAll(engine, bench.id)).as("left of the job").isZero();
        bench.engines.close();
        engine.close();
    }

    private void succeeds(String job) throws Exception {
        JobOutcome outcome = bench.job("runs-on: ubuntu-latest\n" + job.replace("IMAGE", TestEngine.IMAGE));
        assertThat(outcome.conclusion()).as(bench.log()).isEqualTo(Conclusion.SUCCESS);
    }

    @Test
    void service_isReachedByItsPort() throws Exception {
        succeeds("""
                services:
                  web:
                    image: IMAGE
                    ports: ["80"]
                    command: sh -c 'mkdir /www && echo hello from the service > /www/index.html && exec httpd -f -h /www'
                    options: >-
                      --health-cmd "wget -qO- http://127.0.0.1/" --health-interval 200ms --health-retries 50
                steps:
                  - run: test "$(id -u)" -ge 500000
                  - run: curl -s http://127.0.0.1:${{ job.services.web.ports['80'] }}/ | tr a-z A-Z
                """);
        assertThat(bench.log()).contains("HELLO FROM THE SERVICE");
    }

    @Test
    void dockerAction_readsTheJobsFiles_andTheJobReadsWhatItMade() throws Exception {
        files.put("it/action.yml", """
                outputs: {greeting: {}}
                runs: {using: docker, image: Dockerfile, entrypoint: /main.sh}
                """);
        files.put("it/Dockerfile", "FROM " + TestEngine.IMAGE + "\nCOPY main.sh /\n");
        files.put("it/main.sh", """
                #!/bin/sh
                echo "greeting=hello $(cat made-by-step)" >> "$GITHUB_OUTPUT"
                echo "COLOUR=blue" >> "$GITHUB_ENV"
                echo written > made-by-action
                """);
        succeeds("""
                steps:
                  - uses: actions/checkout@v4
                  - run: chmod +x it/main.sh && echo ann > made-by-step
                  - id: it
                    uses: ./it
                  - run: echo "${{ steps.it.outputs.greeting }}, $(cat made-by-action), $COLOUR"
                """);
        assertThat(bench.log()).contains("hello ann, written, blue");
    }
}
