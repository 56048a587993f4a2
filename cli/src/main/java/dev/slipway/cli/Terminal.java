package dev.slipway.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** What the output goes to. */
interface Terminal {

    /** False when the output is piped into a file or another program: then nothing is cut and nothing is coloured. */
    boolean isTerminal();

    /** Characters per line. */
    int width();

    /** Asks without showing the answer; empty when there is nobody to ask. */
    Optional<String> secret(String question);

    /** The terminal of this process, looked at only when it matters: that takes time. */
    final class OfThisProcess implements Terminal {

        private static final int USUAL_WIDTH = 80;

        private final Map<String, String> env;

        OfThisProcess(Map<String, String> env) {
            this.env = env;
        }

        @Override
        public boolean isTerminal() {
            return console().isPresent();
        }

        @Override
        public int width() {
            if (!isTerminal()) {
                return Integer.MAX_VALUE;
            }
            String columns = env.getOrDefault("COLUMNS", "");
            return columns.matches("[1-9][0-9]{0,5}") ? Integer.parseInt(columns) : sttyWidth();
        }

        private static int sttyWidth() {
            try {
                Process stty = new ProcessBuilder("stty", "size")
                        .redirectInput(ProcessBuilder.Redirect.INHERIT)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                String[] size = new String(stty.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                        .strip()
                        .split(" ");
                return size.length == 2 && size[1].matches("[1-9][0-9]{0,5}") ? Integer.parseInt(size[1]) : USUAL_WIDTH;
            } catch (IOException noStty) {
                return USUAL_WIDTH;
            }
        }

        @Override
        public Optional<String> secret(String question) {
            return console()
                    .map(console -> console.readPassword("%s: ", question))
                    .map(String::new);
        }

        private static Optional<Console> console() {
            return Optional.ofNullable(System.console()).filter(Console::isTerminal);
        }
    }
}
