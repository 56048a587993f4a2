package dev.slipway.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.kernel.Json;
import dev.slipway.runner.log.LogLine;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineBytesTest {

    private static final Instant AT = Instant.parse("2026-11-21T23:59:59.123456Z");

    private final LineBytes bytes = new LineBytes();

    @Test
    void everyText_isReadBackAsItWas() {
        Random random = new Random(5);
        List<LogPage.Line> lines = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            String text = text(random, random.nextInt(40));
            bytes.add(i * 37L, new LogLine(i % 11, AT, text));
            lines.add(new LogPage.Line(i * 37L, AT, i % 11, text));
        }
        assertThat(written()).isEqualTo(lines);
    }

    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            int kind = random.nextInt(40);
            text.append(
                    kind == 0
                            ? "\""
                            : kind == 1 ? "\\" : kind == 2 ? "\u001b" : kind == 3 ? "\u00e9\u20ac\ud83d\ude80" : "x");
        }
        return text.toString();
    }

    @Test
    void halfACharacter_isReplacedAndNoLineIsLost() {
        bytes.add(0, new LogLine(1, AT, "a\ud83db"));
        bytes.add(1, new LogLine(1, AT, "\"\udc00"));
        assertThat(written().stream().map(LogPage.Line::text)).containsExactly("a?b", "\"?");
    }

    @Test
    void lineOfAMebibyte_findsRoomAndLeavesNoneBehind() {
        String longText = "y".repeat(1 << 20);
        bytes.add(0, new LogLine(1, AT, longText));
        assertThat(written().getFirst().text()).isEqualTo(longText);
        bytes.clear();
        assertThat(bytes.size()).isZero();
        bytes.add(1, new LogLine(1, AT, "z"));
        assertThat(written()).hasSize(1);
    }

    private List<LogPage.Line> written() {
        String all = StandardCharsets.UTF_8.decode(bytes.bytes()).toString();
        return all.lines().map(line -> Json.read(line, LogPage.Line.class)).toList();
    }
}
