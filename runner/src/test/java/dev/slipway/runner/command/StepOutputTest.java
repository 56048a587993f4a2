package dev.slipway.runner.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.kernel.Masks;
import dev.slipway.runner.file.HostReach;
import dev.slipway.runner.host.OutputLines;
import dev.slipway.runner.log.JobLog;
import dev.slipway.runner.log.LogLine;
import dev.slipway.runner.log.LogSink;
import dev.slipway.runner.log.TextLines;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes in bulk is treated as if it came line by line. */
class StepOutputTest {

    private static final String SECRET = "s3cret wörd";

    /** Lines of all kinds; what is empty here is filled with plain text. */
    private static final List<String> KINDS = List.of(
            "",
            "",
            "",
            "plain # text :: with [marks",
            "   ::warning file=a.c,line=3::of " + SECRET,
            "\u2003::group::behind a wide space",
            "\u2713 passed ::notice::not a command",
            "::add-mask::later-" + "hidden",
            "this is later-hidden from then on",
            "before ##[error]old form",
            "::stop-commands::pause-7",
            "::error::while stopped",
            "::pause-7::",
            "a " + SECRET + " b",
            "czNjcmV0IHfDtnJk in Base64",
            "\u001b[31mred\u001b[0m \"quoted\\\"",
            "::add-matcher::cc.json",
            "::remove-matcher owner=cc::",
            "src/a.c:3: error: wrong",
            "#",
            "::");

    @TempDir
    Path folder;

    private final List<LogLine> lines = new ArrayList<>();
    private int inBulk;

    @Test
    void linesInBulk_areObeyedMaskedAndLoggedAsSingleOnes() throws Exception {
        Files.writeString(folder.resolve("cc.json"), """
                {"problemMatcher": [{"owner": "cc", "pattern": [
                  {"regexp": "^(.+):(\\\\d+): (error): (.+)$", "file": 1, "line": 2, "severity": 3, "message": 4}]}]}
                """);
        Random random = new Random(9);
        for (int round = 0; round < 300; round++) {
            String text = text(random);
            Heard single = heard(text, false);
            Heard bulk = heard(text, true);
            assertThat(bulk).as(text).isEqualTo(single);
            assertThat(bulk.lines).noneMatch(line -> line.text().contains(SECRET));
        }
        assertThat(inBulk).as("lines that stayed bytes").isGreaterThan(1000);
    }

    private record Heard(List<LogLine> lines, List<?> annotations, boolean failed) {}

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int line = 0; line < 40; line++) {
            String kind = KINDS.get(random.nextInt(KINDS.size()));
            text.append(kind.isEmpty() ? "x".repeat(random.nextInt(20)) : kind).append('\n');
        }
        return text.toString();
    }

    private Heard heard(String text, boolean bulk) throws Exception {
        lines.clear();
        JobLog log = new JobLog(new Sink(), InstantSource.fixed(Instant.EPOCH), Masks.of(Set.of(SECRET)));
        StepOutput output = new StepOutput(
                1,
                log,
                StepEffects.on(new JobEnvironment(Map.of())),
                new ProblemMatchers(folder, new HostReach(), UnaryOperator.identity()),
                false);
        if (bulk) {
            OutputLines.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), output);
        } else {
            text.lines().forEach(line -> output.line(new OutputLines.Line(line, 0)));
        }
        return new Heard(List.copyOf(lines), log.annotations(), output.failed());
    }

    private final class Sink implements LogSink {

        @Override
        public void line(LogLine line) {
            lines.add(line);
        }

        @Override
        public void lines(int step, Instant at, TextLines many) {
            inBulk += many.count();
            LogSink.super.lines(step, at, many);
        }
    }
}
