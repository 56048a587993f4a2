package dev.slipway.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Runs the command in surroundings of its own and keeps what it said. */
final class CommandRun {

    private final Map<String, String> env = new TreeMap<>();
    private final Path folder;
    private String input = "";
    private Terminal terminal = new Piped();

    record Result(int code, String out, String err) {}

    CommandRun(Path folder) {
        this.folder = folder;
        env.put("HOME", folder.resolve("home").toString());
        env.put("PATH", String.valueOf(System.getenv("PATH")));
    }

    static CommandRun against(ApiServer server, Path folder) {
        return new CommandRun(folder)
                .with("SLIPWAY_URL", server.url())
                .with("SLIPWAY_TOKEN", "t0ken")
                .with("SLIPWAY_PROJECT", "shop");
    }

    CommandRun with(String variable, String value) {
        env.put(variable, value);
        return this;
    }

    CommandRun input(String text) {
        input = text;
        return this;
    }

    /** On a terminal of so many columns. */
    CommandRun columns(int columns) {
        terminal = new Screen(columns);
        return this;
    }

    Result run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Main.run(surroundings(out, err), arguments);
        return new Result(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /** For those who look at commands without running them. */
    Surroundings surroundings() {
        return surroundings(new ByteArrayOutputStream(), new ByteArrayOutputStream());
    }

    Surroundings surroundings(ByteArrayOutputStream out, ByteArrayOutputStream err) {
        return new Surroundings(
                env,
                folder,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                () -> Instant.parse("2026-11-21T12:00:00Z"),
                terminal);
    }

    private record Piped() implements Terminal {
        @Override
        public boolean isTerminal() {
            return false;
        }

        @Override
        public int width() {
            return Integer.MAX_VALUE;
        }

        @Override
        public Optional<String> secret(String question) {
            return Optional.empty();
        }
    }

    private record Screen(int width) implements Terminal {
        @Override
        public boolean isTerminal() {
            return true;
        }

        @Override
        public Optional<String> secret(String question) {
            return Optional.of("typed");
        }
    }
}
