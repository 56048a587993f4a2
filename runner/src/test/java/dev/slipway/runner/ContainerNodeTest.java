package dev.slipway.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.slipway.actions.plan.Conclusion;
import dev.slipway.containers.Engine;
import dev.slipway.containers.HostImage;
import dev.slipway.containers.NeedsEngine;
import dev.slipway.containers.TestEngine;
import dev.slipway.runner.host.Programs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NeedsEngine
class ContainerNodeTest {

    private static final String IMAGE = "slipway-test/glibc:1";

    @TempDir
    Path folder;

    @Test
    void hostsNode_runsActionsInAContainerThatHasItsLibraries() throws Exception {
        Optional<Path> node = new Programs(System.getenv("PATH")).find("node");
        assumeTrue(node.isPresent(), "there is no node on this host");
        try (Engine engine = TestEngine.connect()) {
            libraries(node.get()).build(engine, Files.createDirectories(folder.resolve("image")));
        }
        JobBench bench = new JobBench(folder)
                .tree(Map.of(
                        "it/action.yml",
                                "inputs: {name: {}, node-version: {default: '24'}}\n"
                                        + "runs: {using: node20, main: main.js, post: post.js}\n",
                        "it/main.js",
                                "console.log('main', process.env.INPUT_NAME, __dirname, process.cwd());"
                                        + " console.log('for', process.env['INPUT_NODE-VERSION'])",
                        "it/post.js", "console.log('post', process.env.MADE_OF)"));
        bench.engines = TestEngine.access();
        JobOutcome outcome = bench.job("""
                runs-on: ubuntu-latest
                container: IMAGE
                steps:
                  - uses: actions/checkout@v4
                  - uses: ./it
                    with: {name: "in ${{ github.workspace }}"}
                """.replace("IMAGE", IMAGE));
        assertThat(outcome.conclusion()).as(bench.log()).isEqualTo(Conclusion.SUCCESS);
        assertThat(bench.log())
                .contains("main in /__w/shop/shop /__w/shop/shop/it /__w/shop/shop", "for 24", "post scratch");
        bench.engines.close();
    }

    /** The test image with what the host's node is linked to and, of Debian's, reads at its start; and without node. */
    private static HostImage libraries(Path node) throws Exception {
        HostImage image =
                HostImage.named(IMAGE).program(node, "/opt/host-node").line("RUN [\"rm\", \"/opt/host-node\"]");
        for (String part : List.of("acorn", "acorn-walk", "cjs-module-lexer", "undici")) {
            Path folder = Path.of("/usr/share/nodejs", part);
            if (Files.isDirectory(folder)) {
                image.folder(folder, _ -> true);
            }
        }
        return image;
    }
}
