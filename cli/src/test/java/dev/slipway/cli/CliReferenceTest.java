package dev.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** docs/cli.md is written from the commands themselves. */
class CliReferenceTest {

    private static final Path PAGE = Path.of(System.getProperty("slipway.root", ".."), "docs/cli.md");

    private static final String HEAD = """
            # The command

            This page is generated from the command's own help. `slipway COMMAND --help` prints the same.

            `slipway server`, `slipway run`, `slipway lint`, `slipway rules` and `slipway daemon` are programs of their own,
            with their own `--help`.

            A command finds the server by `--server`, `SLIPWAY_URL`, the git remote `slipway`, or the last login; the project
            by `--project`, `SLIPWAY_PROJECT` or the same remote; the token by `SLIPWAY_TOKEN` or `slipway login`, which
            keeps it in `~/.config/slipway/credentials.json` (mode 0600). `NO_COLOR` is honoured, and output that is piped has
            no colours and is never cut. Errors are two lines on standard error: what happened, and what to do.

            | Exit code | Meaning |
            |---|---|
            | 0 | done |
            | 1 | the rollout that was waited for did not succeed |
            | 64 | wrong usage |
            | 65 | wrong or too large input |
            | 66 | there is no such thing |
            | 69 | the server or something else that is needed is not there |
            | 70 | a defect of Slipway |
            | 75 | not possible in the present state |
            | 77 | not logged in, or not allowed |
            """;

    @TempDir
    Path folder;

    @Test
    void referencePage_isFresh() throws IOException {
        StringBuilder page = new StringBuilder(HEAD);
        commandLine().getSubcommands().forEach((name, command) -> section(page, command));

        if (Boolean.getBoolean("slipway.docs.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE)
                .as("docs/cli.md is stale: ./mvnw -pl cli test -Dtest=CliReferenceTest -Dslipway.docs.write=true")
                .hasContent(page.toString());
    }

    @Test
    void everyCommand_hasADescriptionAndAnExample() {
        commandLine().getSubcommands().forEach((name, command) -> {
            assertThat(command.getCommandSpec().usageMessage().description())
                    .as(name)
                    .isNotEmpty();
            assertThat(String.join("\n", command.getCommandSpec().usageMessage().footer()))
                    .as(name)
                    .contains("  slipway " + name);
        });
    }

    private CommandLine commandLine() {
        return Commands.commandLine(new CommandRun(folder).surroundings(), new String[0]);
    }

    private static void section(StringBuilder page, CommandLine command) {
        page.append("\n## ").append(command.getCommandSpec().qualifiedName()).append("\n\n```\n");
        page.append(command.setUsageHelpWidth(100)
                .getUsageMessage(CommandLine.Help.Ansi.OFF)
                .stripTrailing());
        page.append("\n```\n");
        command.getSubcommands().forEach((name, sub) -> section(page, sub));
    }
}
