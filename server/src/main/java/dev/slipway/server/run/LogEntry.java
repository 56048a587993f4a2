package dev.slipway.server.run;

import dev.slipway.kernel.Json;
import dev.slipway.runner.log.TextLines;
import java.time.Instant;
import java.util.List;

/**
 * A part of the file of a log that is written as a whole: one line as JSON, or a line of JSON that says how many lines follow
 * it as plain text. A line by itself is most of what people wait for, a block most of what comes in bulk, and it costs next
 * to nothing beside its text. Both may be read with the tools of a shell.
 */
sealed interface LogEntry {

    /** What a block begins with, and no line. */
    String BLOCK = "{\"lines\":";

    /** How many lines it has. */
    int count();

    /**
     * Adds its lines to those before them.
     *
     * @param from number of the first that is wanted
     * @param most how many there may be at last
     */
    void read(long from, int most, List<LogPage.Line> into);

    /** One line; what was cut in the middle by a crash, and went on by an older release, is none. */
    record Single(String json) implements LogEntry {

        @Override
        public int count() {
            return 1;
        }

        @Override
        public void read(long from, int most, List<LogPage.Line> into) {
            if (json.endsWith("}")) {
                LogPage.Line line = Json.read(json, LogPage.Line.class);
                if (line.n() >= from) {
                    into.add(line);
                }
            }
        }
    }

    /** Lines of one step that came at once. */
    record Block(Head head, TextLines text) implements LogEntry {

        @Override
        public int count() {
            return head.lines();
        }

        @Override
        public void read(long from, int most, List<LogPage.Line> into) {
            for (int line = (int) Math.max(0, from - head.n()); line < text.count() && into.size() < most; line++) {
                into.add(new LogPage.Line(head.n() + line, head.at(), head.step(), text.text(line)));
            }
        }
    }

    /**
     * What stands before the lines of a block.
     *
     * @param lines how many they are
     * @param bytes how many they take, with a line feed behind each
     * @param n number of the first
     */
    record Head(int lines, int bytes, long n, Instant at, int step) {}
}
