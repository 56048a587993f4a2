package dev.slipway.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.runner.host.JobWorkspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptFilesTest {

    private static final String LONG = "echo a script that is longer than the other\n";

    @TempDir
    private Path folder;

    private JobWorkspace workspace;
    private boolean idle = true;
    private ScriptFiles scripts;

    @BeforeEach
    void jobBegins() throws IOException {
        workspace = JobWorkspace.create(folder, "shop");
        scripts = new ScriptFiles(workspace, () -> idle);
    }

    @AfterEach
    void jobEnds() throws IOException {
        workspace.close();
    }

    @Test
    void eachScript_isWhole_underANameOfItsOwn_forItsOwnerAlone() throws IOException {
        Path first = scripts.next(".sh", LONG);
        assertThat(first).hasContent(LONG);
        scripts.over(first);
        Path second = scripts.next(".py", "x\n");

        assertThat(second).hasContent("x\n").isNotEqualTo(first);
        assertThat(second.toString()).endsWith(".py");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(second)))
                .isEqualTo("rw-------");
        assertThat(first).doesNotExist();
        scripts.over(second);
        assertThat(scripts.next("", "")).isEmptyFile();
    }

    @Test
    void scriptThatSomethingMayStillRead_staysAsItIs() throws IOException {
        Path first = scripts.next(".sh", LONG);
        assertThat(scripts.next(".sh", "beside it\n")).hasContent("beside it\n");
        scripts.over(first);
        idle = false;
        Path second = scripts.next(".sh", "x\n");

        assertThat(first).hasContent(LONG);
        assertThat(second).hasContent("x\n");
    }

    @Test
    void scriptThatItsStepKeptUnderAnotherName_staysAsItIs() throws IOException {
        Path first = scripts.next(".sh", LONG);
        scripts.over(first);
        Path kept = Files.createLink(workspace.temp().resolve("kept"), first);
        Path second = scripts.next(".sh", "x\n");

        assertThat(kept).hasContent(LONG);
        assertThat(second).hasContent("x\n");
    }

    @Test
    void linkInThePlaceOfAScript_isNotWrittenThrough() throws IOException {
        Path victim = Files.writeString(folder.resolve("victim"), "as it was");
        Path first = scripts.next(".sh", LONG);
        scripts.over(first);
        Files.delete(first);
        Files.createSymbolicLink(first, victim);
        Path second = scripts.next(".sh", "x\n");

        assertThat(victim).hasContent("as it was");
        assertThat(Files.isRegularFile(second, LinkOption.NOFOLLOW_LINKS)).isTrue();
        assertThat(second).hasContent("x\n");
    }

    @Test
    void scriptThatItsStepOpenedToOthers_orRemoved_isNotUsedAgain() throws IOException {
        Path first = scripts.next(".sh", LONG);
        scripts.over(first);
        Files.setPosixFilePermissions(first, PosixFilePermissions.fromString("rw-r--r--"));
        Path second = scripts.next(".sh", "secret\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(second)))
                .isEqualTo("rw-------");

        scripts.over(second);
        Files.delete(second);
        assertThat(scripts.next(".sh", "x\n")).hasContent("x\n");
    }
}
