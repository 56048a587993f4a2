package dev.slipway.runner.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Splits a process's output into lines in bounded memory: of a line longer than the limit only its start is kept, with a
 * mark that says how much is missing. Line feeds, carriage returns and both together end a line.
 */
public final class OutputLines {

    /** The most characters of one line that are kept. */
    public static final int LIMIT = 256 * 1024;

    private static final int CHUNK = 16 * 1024;

    private final Consumer<Line> lines;
    private final StringBuilder line = new StringBuilder();
    private long dropped;
    private boolean afterReturn;

    private OutputLines(Consumer<Line> lines) {
        this.lines = lines;
    }

    /** Reads to the end. */
    public static void read(InputStream output, Consumer<Line> lines) throws IOException {
        OutputLines splitter = new OutputLines(lines);
        char[] chunk = new char[CHUNK];
        try (Reader reader = new InputStreamReader(output, StandardCharsets.UTF_8)) {
            for (int read = reader.read(chunk); read >= 0; read = reader.read(chunk)) {
                for (int i = 0; i < read; i++) {
                    splitter.take(chunk[i]);
                }
            }
        }
        if (!splitter.line.isEmpty()) {
            splitter.end();
        }
    }

    private void take(char c) {
        boolean secondHalf = afterReturn && c == '\n';
        afterReturn = c == '\r';
        if (secondHalf) {
            return;
        }
        if (c == '\n' || c == '\r') {
            end();
        } else if (line.length() < LIMIT) {
            line.append(c);
        } else {
            dropped++;
        }
    }

    private void end() {
        lines.accept(new Line(line.toString(), dropped));
        line.setLength(0);
        dropped = 0;
    }

    /**
     * One line.
     *
     * @param text its first {@link #LIMIT} characters at most
     * @param dropped how many characters came after those
     */
    public record Line(String text, long dropped) {}
}
