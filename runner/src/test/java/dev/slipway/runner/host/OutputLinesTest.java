package dev.slipway.runner.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OutputLinesTest {

    private final Heard heard = new Heard();

    @Test
    void output_isSplitAlikeHoweverItArrives() {
        Random random = new Random(7);
        for (int round = 0; round < 2000; round++) {
            String text = text(random, random.nextInt(60));
            heard.lines.clear();
            writeInPieces(text.getBytes(StandardCharsets.UTF_8), random);
            assertThat(heard.lines.stream().map(OutputLines.Line::text))
                    .as(text)
                    .isEqualTo(List.of(text.split("\r\n|\r|\n", -1)).subList(0, expected(text)));
        }
    }

    /** As many as there are ends of lines, and one for what stands behind the last of them. */
    private static int expected(String text) {
        int parts = text.split("\r\n|\r|\n", -1).length;
        return text.isEmpty() || text.endsWith("\n") || text.endsWith("\r") ? parts - 1 : parts;
    }

    @Test
    void lineOverTheLimit_keepsItsStartAndCountsTheRest() {
        String start = "é".repeat(OutputLines.LIMIT / 2 - 1) + "a";
        writeInPieces((start + "€ßx\nnext\n").getBytes(StandardCharsets.UTF_8), new Random(1));
        assertThat(heard.lines).containsExactly(new OutputLines.Line(start, 3), new OutputLines.Line("next", 0));
    }

    @Test
    void linesAroundTheLimit_areAlikeHoweverTheyArrive() throws Exception {
        Random random = new Random(3);
        for (int round = 0; round < 20; round++) {
            byte[] bytes = longLines(random).getBytes(StandardCharsets.UTF_8);
            heard.lines.clear();
            writeInPieces(bytes, random);
            List<OutputLines.Line> inPieces = List.copyOf(heard.lines);
            heard.lines.clear();
            OutputLines.read(new ByteArrayInputStream(bytes), heard);
            assertThat(heard.lines).isEqualTo(inPieces).hasSizeGreaterThan(5);
        }
    }

    private static String longLines(Random random) {
        StringBuilder text = new StringBuilder();
        for (int line = 0; line < 6; line++) {
            int length = random.nextBoolean() ? random.nextInt(200) : OutputLines.LIMIT - 3 + random.nextInt(70_000);
            text.append("x".repeat(random.nextInt(3)))
                    .append("ß".repeat(length / 2))
                    .append(random.nextBoolean() ? "\n" : "\r\n");
        }
        return text.append("end").toString();
    }

    @Test
    void lineOverTheLimit_isCutAtItsLastWholeCharacter() throws Exception {
        String text = "x" + "ß".repeat(OutputLines.LIMIT / 2 + 10) + "\nnext";
        OutputLines.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), heard);
        assertThat(heard.lines)
                .containsExactly(
                        new OutputLines.Line("x" + "ß".repeat(OutputLines.LIMIT / 2 - 1), 11),
                        new OutputLines.Line("next", 0));
    }

    @Test
    void lineWithoutEnd_thatFillsTheRoom_isPassedAtTheClose() throws Exception {
        String text = "y".repeat(128 * 1024);
        OutputLines.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), heard);
        assertThat(heard.lines).containsExactly(new OutputLines.Line(text, 0));
    }

    @Test
    void lineOfTheLimit_isWhole() {
        String line = "x".repeat(OutputLines.LIMIT);
        OutputLines.to(heard).write((line + "\n").getBytes(StandardCharsets.UTF_8), 0, line.length() + 1);
        assertThat(heard.lines).containsExactly(new OutputLines.Line(line, 0));
    }

    @Test
    void bytesThatAreNoText_areReplaced() {
        OutputLines.to(heard).write(new byte[] {'a', (byte) 0x80, (byte) 0xFF, 'b', '\n'}, 0, 5);
        assertThat(heard.lines).containsExactly(new OutputLines.Line("a\uFFFD\uFFFDb", 0));
    }

    @Test
    void wordIsGiven_whenNothingMoreIsThereAtOnce() throws Exception {
        byte[] much = "one line\n".repeat(40_000).getBytes(StandardCharsets.UTF_8);
        OutputLines.read(new ByteArrayInputStream(much), heard);
        assertThat(heard.lines).hasSize(40_000);
        assertThat(heard.caughtUp).as("at the last bytes, and at the end").isEqualTo(2);
    }

    @Test
    void everyPiece_isFollowedByWord() {
        OutputLines lines = OutputLines.to(heard);
        lines.write("one\ntwo\nthr".getBytes(StandardCharsets.UTF_8), 0, 11);
        assertThat(heard.caughtUp).isOne();
        lines.close();
        assertThat(heard.caughtUp).isEqualTo(2);
        assertThat(heard.lines).hasSize(3);
    }

    private void writeInPieces(byte[] bytes, Random random) {
        try (OutputLines lines = OutputLines.to(heard)) {
            for (int at = 0; at < bytes.length; ) {
                int part = Math.min(bytes.length - at, 1 + random.nextInt(bytes.length > 1000 ? 5000 : 7));
                lines.write(bytes, at, part);
                at += part;
            }
        }
    }

    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append("ab\n\ré€".charAt(random.nextInt(6)));
        }
        return text.toString();
    }

    private static final class Heard implements OutputLines.Taker {

        private final List<OutputLines.Line> lines = new ArrayList<>();
        private int caughtUp;

        @Override
        public void line(OutputLines.Line line) {
            lines.add(line);
        }

        @Override
        public void caughtUp() {
            caughtUp++;
        }
    }
}
