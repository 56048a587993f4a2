package dev.slipway.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.actions.plan.Conclusion;
import dev.slipway.runner.wall.AccountRange;
import dev.slipway.runner.wall.Isolation;
import dev.slipway.runner.wall.Walls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparedToolsTest {

    private static final String STEPS = """
            - run: |
                test -f "$RUNNER_TOOL_CACHE/gadget/1.2.3/x64.complete"
                "$RUNNER_TOOL_CACHE/gadget/1.2.3/x64/bin/gadget"
            - run: test "${{ runner.tool_cache }}" = "$RUNNER_TOOL_CACHE"
            """;

    @TempDir
    Path folder;

    Path tools;
    JobBench bench;

    @BeforeEach
    void setUp() throws Exception {
        tools = folder.resolve("tools");
        Path build = Files.createDirectories(tools.resolve("gadget/1.2.3/x64/bin"));
        Path gadget = Files.writeString(build.resolve("gadget"), "#!/bin/sh\necho it works\n");
        assertThat(gadget.toFile().setExecutable(true, false)).isTrue();
        Files.createFile(tools.resolve("gadget/1.2.3/x64.complete"));
        bench = new JobBench(folder);
        bench.hostEnvironment.put("RUNNER_TOOL_CACHE", tools.toString());
    }

    private void succeeds(String steps) throws Exception {
        JobOutcome outcome = bench.steps(steps);
        assertThat(outcome.conclusion()).as(bench.log()).isEqualTo(Conclusion.SUCCESS);
    }

    @Test
    void jobOfTheServersAccount_usesThemWhereTheyLie() throws Exception {
        succeeds(STEPS + "- run: test \"$RUNNER_TOOL_CACHE\" = '" + tools.toRealPath() + "'\n");
        assertThat(bench.log()).contains("it works");
    }

    @Test
    void jobBehindWalls_seesThem_addsItsOwn_andChangesNone() throws Exception {
        Walls walls = Walls.find(
                new Walls.Order(Isolation.AVAILABLE, AccountRange.USUAL, List.of()),
                folder.resolve("jobs"),
                bench.hostEnvironment);
        assumeTrue(walls.stand(), () -> "no walls on this host: " + walls.why());
        bench.behind(walls);

        succeeds(STEPS + """
                - run: |
                    ! touch "$RUNNER_TOOL_CACHE/gadget/1.2.3/x64/bin/other"
                    ! sh -c 'echo evil > "$RUNNER_TOOL_CACHE/gadget/1.2.3/x64/bin/gadget"'
                    mkdir -p "$RUNNER_TOOL_CACHE/gadget/2.0.0/x64" "$RUNNER_TOOL_CACHE/other/1.0.0/x64"
                    rm "$RUNNER_TOOL_CACHE/gadget/1.2.3/x64"
                """);
        succeeds(STEPS + "- run: test ! -e \"$RUNNER_TOOL_CACHE/other\"\n");
        try (Stream<Path> left = Files.list(tools.resolve("gadget"))) {
            assertThat(left).containsExactly(tools.resolve("gadget/1.2.3"));
        }
    }
}
