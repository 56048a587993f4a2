package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.kernel.net.StandardAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who has named no server yet is told of the one that `slipway server` starts. */
class UnknownServerTest {

    @TempDir
    Path folder;

    @Test
    void command_namesWhereTheServerListens() {
        CommandRun.Result result = new CommandRun(folder).run("projects");

        assertThat(result.code()).isNotZero();
        assertThat(result.err())
                .contains("no Slipway server is known here", "slipway login " + StandardAddress.SERVER_URL + "'");
    }

    @Test
    void badServer_isAnsweredWithAnExample() {
        assertThat(new CommandRun(folder)
                        .run("login", "ftp://x", "--token-stdin")
                        .err())
                .contains("'ftp://x' is no server", StandardAddress.SERVER_URL);
    }
}
