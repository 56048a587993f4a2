package dev.slipway.server.ui;

import dev.slipway.server.run.LogPage;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A line of a log, ready to be drawn.
 *
 * @param n its number
 * @param step number of the step that said it, 0 for the job
 * @param kind {@code line}, {@code group}, {@code end}, or the level of a marked line
 */
record LogItem(long n, Instant at, int step, String kind, List<Ansi.Part> parts) {

    private static final Map<String, String> MARKS = Map.of(
            "##[group]", "group",
            "##[endgroup]", "end",
            "##[error]", "error",
            "##[warning]", "warning",
            "##[notice]", "notice",
            "##[command]", "command",
            "##[debug]", "debug");

    static LogItem of(LogPage.Line line) {
        int close = line.text().startsWith("##[") ? line.text().indexOf(']') : -1;
        String kind = close < 0 ? null : MARKS.get(line.text().substring(0, close + 1));
        return kind == null
                ? new LogItem(line.n(), line.at(), line.step(), "line", Ansi.parts(line.text()))
                : new LogItem(
                        line.n(),
                        line.at(),
                        line.step(),
                        kind,
                        Ansi.parts(line.text().substring(close + 1)));
    }
}
