package dev.slipway.runner.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.slipway.runner.file.FileTree;
import dev.slipway.runner.host.JobWorkspace;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandFoldersTest {

    @TempDir
    Path parent;

    private CommandFolders folders;

    @BeforeEach
    void begin() throws Exception {
        folders = new CommandFolders(JobWorkspace.create(parent, "shop"));
    }

    private FileCommands next() throws Exception {
        FileCommands files = folders.named();
        folders.make(files);
        return files;
    }

    @Test
    void untouchedFolder_goesToTheNextStepUnderAnotherName() throws Exception {
        FileCommands first = next();
        Object inode = Files.getAttribute(first.folder(), "unix:ino");
        assertThat(folders.takeBack(first)).isEmpty();
        FileCommands second = next();
        assertThat(second.folder()).isNotEqualTo(first.folder());
        assertThat(first.folder()).doesNotExist();
        assertThat(Files.getAttribute(second.folder(), "unix:ino")).isEqualTo(inode);
        assertThat(second.environment())
                .hasSize(7)
                .allSatisfy((name, file) -> assertThat(Path.of(file))
                        .hasContent(name.equals("GITHUB_ARTIFACTS_LIST") ? "{\"version\":1,\"subjects\":[]}" : ""));
    }

    @Test
    void folderInUse_isNobodyElses() throws Exception {
        assertThat(next().folder()).isNotEqualTo(next().folder());
    }

    @Test
    void folderThatAStepHasTouched_staysItsOwn() throws Exception {
        FileCommands written = next();
        Files.writeString(written.folder().resolve("output"), "a=b\n");
        FileCommands longer = next();
        Files.writeString(longer.folder().resolve("pid"), "");
        FileCommands linked = next();
        Files.delete(linked.folder().resolve("env"));
        Files.createSymbolicLink(linked.folder().resolve("env"), parent.resolve("elsewhere"));
        assertThat(folders.takeBack(written))
                .hasValueSatisfying(read -> assertThat(read.outputs()).containsExactly(entry("a", "b")));
        assertThat(folders.takeBack(longer)).isPresent();
        assertThat(folders.takeBack(linked))
                .hasValueSatisfying(read -> assertThat(read.errors()).hasSize(1));
        assertThat(next().folder()).exists();
        assertThat(written.folder()).exists();
        assertThat(longer.folder()).exists();
        assertThat(linked.folder()).exists();
    }

    @Test
    void listThatAStepHasWrittenOver_reachesNoOther() throws Exception {
        FileCommands first = next();
        Path list = first.folder().resolve("artifacts_list");
        String frame = Files.readString(list);
        Files.writeString(list, frame.replace("version", "missing"));
        folders.takeBack(first);

        assertThat(next().folder().resolve("artifacts_list")).hasContent(frame);
    }

    @Test
    void folderThatTheJobRemoves_isMadeAnew() throws Exception {
        FileCommands first = next();
        folders.takeBack(first);
        FileTree.remove(first.folder());
        assertThat(next().folder().resolve("output")).isEmptyFile();
    }
}
