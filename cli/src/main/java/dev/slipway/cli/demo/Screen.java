package dev.slipway.cli.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What the demonstration prints: chapters, what happens in them, and the table at the end. */
final class Screen {

    private static final int REASON_WIDTH = 70;
    private static final int LINE_WIDTH = 200;

    private final PrintStream out;
    private final boolean colour;
    private final long start = System.nanoTime();

    Screen(PrintStream out, boolean colour) {
        this.out = out;
        this.colour = colour;
    }

    void chapter(String title) {
        out.println();
        out.println(paint("1", title));
    }

    void say(String text) {
        double seconds = Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0;
        out.println(paint("2", String.format(Locale.ROOT, "%6.1f s", seconds)) + "  " + cut(text, LINE_WIDTH));
        out.flush();
    }

    void table(Report report) {
        out.println();
        out.printf("%-14s %-11s %-11s %-12s %8s  %s%n", "RELEASE", "ENVIRONMENT", "STRATEGY", "RESULT", "TIME", "WHY");
        for (Report.Line line : report.rollouts()) {
            String result = String.format("%-12s", line.result());
            out.printf(
                    Locale.ROOT,
                    "%-14s %-11s %-11s %s %7.1fs  %s%n",
                    line.release(),
                    line.environment(),
                    line.strategy(),
                    paint(line.result().equals("succeeded") ? "32" : "33", result),
                    line.seconds(),
                    cut(line.reason(), REASON_WIDTH));
        }
        out.println();
        out.printf(
                "%d requests; failed by a switch: %d; failed by a release: %d%n",
                report.traffic().requests(),
                report.traffic().failedBySwitch(),
                report.traffic().failedByRelease());
        for (Report.Rollback rollback : report.rollbacks()) {
            out.printf(
                    Locale.ROOT,
                    "%s rolled back in its %s: verdict after %d requests and %.1f s, restored %.1f s later%n",
                    rollback.release(),
                    rollback.phase(),
                    rollback.requestsUntilVerdict(),
                    rollback.secondsUntilVerdict(),
                    rollback.secondsUntilRestored());
        }
        out.flush();
    }

    void surprises(List<String> surprises) {
        surprises.forEach(surprise -> out.println(paint("31", "not as it should be: ") + surprise));
    }

    private static String cut(String text, int width) {
        return text.length() > width ? text.substring(0, width) + "..." : text;
    }

    private String paint(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
