package dev.slipway.server.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run that was killed has left goes with the next one. */
class LocalFolderTest {

    private static final String HOLD = """
            import fcntl, sys
            held = open(sys.argv[1] + '/owner', 'w')
            fcntl.lockf(held, fcntl.LOCK_EX)
            print('held', flush=True)
            sys.stdin.read()
            """;

    @TempDir
    Path parent;

    @Test
    void folder_isThereForItsTime() throws Exception {
        Path path;
        try (LocalFolder folder = LocalFolder.fresh(parent)) {
            path = folder.path();
            Files.writeString(Files.createDirectory(path.resolve("jobs")).resolve("log"), "one");
        }
        assertThat(path).doesNotExist();
        assertThat(parent).isEmptyDirectory();
    }

    @Test
    void folderOfARunThatWasKilled_isRemovedByTheNextRun_andThatOfALivingOneIsNot() throws Exception {
        Path other = Files.createDirectory(parent.resolve("slipway-run-1"));
        Files.writeString(Files.createDirectory(other.resolve("jobs")).resolve("log"), "one");
        Process owner = new ProcessBuilder("python3", "-c", HOLD, other.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = owner.inputReader()) {
            assertThat(said.readLine()).isEqualTo("held");
            try (LocalFolder first = LocalFolder.fresh(parent)) {
                assertThat(other).exists();
                owner.destroyForcibly().waitFor();
                try (LocalFolder second = LocalFolder.fresh(parent)) {
                    assertThat(other).doesNotExist();
                    assertThat(first.path()).exists();
                    assertThat(second.path()).exists();
                }
            }
        } finally {
            owner.destroyForcibly();
        }
    }

    @Test
    void whatOnlyHasTheName_isLeftAsItIs() throws Exception {
        Path elsewhere = Files.createDirectory(parent.resolve("elsewhere"));
        Files.createFile(elsewhere.resolve("owner"));
        Path link = Files.createSymbolicLink(parent.resolve("slipway-run-link"), elsewhere);
        Path without = Files.createDirectory(parent.resolve("slipway-run-2"));

        LocalFolder.fresh(parent).close();

        assertThat(link).exists();
        assertThat(elsewhere.resolve("owner")).exists();
        assertThat(without).exists();
    }
}
