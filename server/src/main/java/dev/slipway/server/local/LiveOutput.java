package dev.slipway.server.local;

import dev.slipway.actions.plan.Conclusion;
import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import dev.slipway.runner.JobOutcome;
import dev.slipway.runner.JobProgress;
import dev.slipway.runner.StepResult;
import dev.slipway.runner.log.LogLine;
import dev.slipway.runner.log.LogSink;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Shows a run while it runs: for people with the job in front of each line, for programs as JSON lines. */
final class LiveOutput {

    private static final String RESET = "\u001b[0m";
    private static final int WIDEST = 30;
    private static final int MOST_HELD = 256 * 1024;
    private static final int[] COLOURS = {36, 35, 34, 33, 32, 96, 95, 94};

    private final PrintStream out;
    private final boolean json;
    private final boolean colours;
    private final ReentrantLock lock = new ReentrantLock();
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private final List<String> failed = new ArrayList<>();
    private int ended;
    private int jobs;
    private int widest = 8;

    /** @param colours whether the terminal shows them */
    LiveOutput(PrintStream out, boolean json, boolean colours) {
        this.out = out;
        this.json = json;
        this.colours = colours && !json;
    }

    /** The output of one job. */
    Job job(String name) {
        lock.lock();
        try {
            widest = Math.max(widest, Math.min(name.length(), WIDEST));
            return new Job(name, COLOURS[jobs++ % COLOURS.length]);
        } finally {
            lock.unlock();
        }
    }

    void say(String job, String text) {
        line(job, COLOURS[0], text, Map.of("kind", "line", "job", job, "text", text));
    }

    void jobFailed(String job, Problem problem) {
        say(job, problem.message());
        jobEnded(job, Conclusion.FAILURE);
    }

    void jobEnded(String job, Conclusion conclusion) {
        count(job, conclusion);
        String mark = mark(conclusion);
        line(
                job,
                COLOURS[0],
                mark + " " + job + ": " + conclusion.text(),
                Map.of("kind", "job", "job", job, "conclusion", conclusion.text()));
    }

    private void count(String job, Conclusion conclusion) {
        lock.lock();
        try {
            ended++;
            if (conclusion == Conclusion.FAILURE) {
                failed.add(job);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Of many jobs, which ones are to be looked at; the next workflow counts anew. */
    private String culprits() {
        lock.lock();
        try {
            String text = failed.isEmpty() || ended == 1
                    ? ""
                    : " (" + failed.size() + " of " + ended + " jobs failed: " + String.join(", ", failed) + ")";
            failed.clear();
            ended = 0;
            return text;
        } finally {
            lock.unlock();
        }
    }

    /** How all of it ended. */
    void runEnded(String workflow, Conclusion conclusion) {
        line(
                "",
                0,
                mark(conclusion) + " " + workflow + ": " + conclusion.text() + culprits(),
                Map.of("kind", "run", "workflow", workflow, "conclusion", conclusion.text()));
    }

    private String mark(Conclusion conclusion) {
        return switch (conclusion) {
            case SUCCESS -> paint(32, "✓");
            case FAILURE -> paint(31, "✗");
            case CANCELLED -> paint(33, "■");
            case SKIPPED -> paint(90, "-");
        };
    }

    private String paint(int colour, String text) {
        return colours ? "\u001b[" + colour + "m" + text + RESET : text;
    }

    private void line(String job, int colour, String text, Map<String, ?> fields) {
        lock.lock();
        try {
            if (json) {
                hold(Json.write(fields));
            } else {
                for (String line : text.split("\n", -1)) {
                    hold(job.isEmpty() ? line : head(job, colour) + line);
                }
            }
            flush();
        } finally {
            lock.unlock();
        }
    }

    private String head(String job, int colour) {
        String name = brief(job);
        return paint(colour, name + " ".repeat(Math.max(0, widest - name.length())) + " |") + " ";
    }

    /** Legs of one job differ at the end of their names, jobs at the beginning. */
    private static String brief(String job) {
        return job.length() > WIDEST
                ? job.substring(0, WIDEST / 2 - 1) + "…" + job.substring(job.length() - WIDEST / 2)
                : job;
    }

    private void hold(String line) {
        held.writeBytes(line.getBytes(out.charset()));
        held.write('\n');
        if (held.size() > MOST_HELD) {
            flush();
        }
    }

    private void flush() {
        if (held.size() > 0) {
            out.writeBytes(held.toByteArray());
            out.flush();
            held.reset();
        }
    }

    /** One job's lines and steps. */
    final class Job implements LogSink, JobProgress {

        private final String name;
        private final int colour;
        private int depth;
        private String head = "";
        private int headFor;

        private Job(String name, int colour) {
            this.name = name;
            this.colour = colour;
        }

        @Override
        public void line(LogLine line) {
            lock.lock();
            try {
                hold(json ? Json.write(fields(line)) : head().concat(shown(line.text())));
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void flush() {
            lock.lock();
            try {
                LiveOutput.this.flush();
            } finally {
                lock.unlock();
            }
        }

        private Map<String, Object> fields(LogLine line) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("kind", "line");
            fields.put("job", name);
            fields.put("step", line.step());
            fields.put("at", line.at());
            fields.put("text", line.text());
            return fields;
        }

        /** Other jobs may have made the column wider meanwhile. */
        private String head() {
            if (headFor != widest) {
                head = LiveOutput.this.head(name, colour);
                headFor = widest;
            }
            return head;
        }

        private String shown(String text) {
            if (text.startsWith("##[group]")) {
                String head = "  ".repeat(depth) + paint(1, "▾ " + text.substring("##[group]".length()));
                depth = Math.min(depth + 1, 8);
                return head;
            } else if (text.equals("##[endgroup]")) {
                depth = Math.max(0, depth - 1);
                return "";
            }
            if (depth == 0 && !text.startsWith("##[")) {
                return text;
            }
            String indent = "  ".repeat(depth);
            return indent
                    + mark(text, "##[error]", 31, "error: ")
                            .or(() -> mark(text, "##[warning]", 33, "warning: "))
                            .or(() -> mark(text, "##[notice]", 36, "notice: "))
                            .or(() -> mark(text, "##[debug]", 90, "debug: "))
                            .orElse(text);
        }

        private Optional<String> mark(String text, String command, int markColour, String word) {
            return text.startsWith(command)
                    ? Optional.of(paint(markColour, word + text.substring(command.length())))
                    : Optional.empty();
        }

        @Override
        public void stepStarted(int number, String step, Instant at) {
            depth = 0;
        }

        @Override
        public void stepFinished(StepResult result) {
            depth = 0;
            Duration took = Duration.between(result.startedAt(), result.finishedAt());
            String text = LiveOutput.this.mark(result.conclusion()) + " " + result.name() + " ("
                    + took.toMillis() / 1000.0 + " s)";
            LiveOutput.this.line(
                    name,
                    colour,
                    text,
                    Map.of(
                            "kind", "step",
                            "job", name,
                            "step", result.number(),
                            "name", result.name(),
                            "outcome", result.outcome().text(),
                            "conclusion", result.conclusion().text()));
        }

        void close(JobOutcome outcome) {
            if (!outcome.summary().isBlank()) {
                Map<String, Object> fields = Map.of("kind", "summary", "job", name, "text", outcome.summary());
                LiveOutput.this.line(
                        name,
                        colour,
                        paint(1, "Summary:") + "\n" + outcome.summary().strip(),
                        fields);
            }
        }
    }
}
