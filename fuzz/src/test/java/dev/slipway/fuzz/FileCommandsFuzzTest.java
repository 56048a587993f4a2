package dev.slipway.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.slipway.runner.command.FileCommands;
import dev.slipway.runner.command.WorkflowCommand;
import dev.slipway.runner.file.FileTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** Whatever a step writes into its files or its output is taken, or refused in words. */
class FileCommandsFuzzTest {

    private static final Set<String> KNOWN = Set.of("add-mask", "error", "set-output", "group", "stop-commands");

    @FuzzTest(maxDuration = "2m")
    void files_areTakenOrRefused(byte[] data) throws IOException {
        Path folder = Files.createTempDirectory("commands");
        try {
            FileCommands commands = FileCommands.create(folder, "");
            for (String file : commands.environment().values()) {
                Files.write(Path.of(file), data);
            }
            FileCommands.Written written = commands.read();
            assertThat(written.outputs().keySet()).noneMatch(String::isEmpty);
            assertThat(written.environment()).isEqualTo(written.outputs());
        } finally {
            FileTree.remove(folder);
        }
    }

    @FuzzTest(maxDuration = "2m")
    void line_isACommandOrIsNone(byte[] data) {
        String line = new String(data, StandardCharsets.UTF_8);
        WorkflowCommand.parse(line, KNOWN)
                .ifPresent(command -> assertThat(KNOWN).contains(command.name()));
    }
}
