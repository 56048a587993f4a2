package dev.slipway.runner.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextLinesTest {

    @Test
    void lines_areFoundByNumberAndByPlace() {
        Random random = new Random(23);
        for (int round = 0; round < 300; round++) {
            List<String> texts = new ArrayList<>();
            for (int line = random.nextInt(150); line >= 0; line--) {
                texts.add("ß".repeat(random.nextInt(30)));
            }
            int from = random.nextInt(texts.size());
            int to = from + random.nextInt(texts.size() - from + 1);
            TextLines lines = lines("before", texts).part(from, to);
            assertThat(lines.count()).isEqualTo(to - from);
            assertThat(texts(lines)).isEqualTo(texts.subList(from, to));
            for (int line = 0; line < lines.count(); line++) {
                assertThat(lines.lineAt(lines.start(line))).isEqualTo(line);
                assertThat(lines.lineAt(lines.start(line + 1) - 1)).isEqualTo(line);
            }
            assertThat(lines.end() - lines.start())
                    .isEqualTo(lines.count()
                            + texts.subList(from, to).stream()
                                    .mapToInt(text -> 2 * text.length())
                                    .sum());
        }
    }

    @Test
    void bytesThatAreNoText_areReplaced() {
        TextLines lines = TextLines.of(new byte[] {'a', (byte) 0xFF, '\n', '\n'}, 0, 4);
        assertThat(texts(lines)).containsExactly("a\uFFFD", "");
    }

    private static List<String> texts(TextLines lines) {
        List<String> texts = new ArrayList<>();
        lines.forEach(texts::add);
        return texts;
    }

    private static TextLines lines(String before, List<String> texts) {
        byte[] bytes = (before + String.join("\n", texts) + "\n").getBytes(StandardCharsets.UTF_8);
        return TextLines.of(bytes, before.length(), bytes.length);
    }
}
