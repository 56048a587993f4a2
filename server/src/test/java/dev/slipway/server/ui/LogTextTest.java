package dev.slipway.server.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.server.run.LogPage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogTextTest {

    private static final Instant AT = Instant.parse("2026-03-01T10:00:00Z");

    private final List<Long> asked = new ArrayList<>();

    @Test
    void lines_areDatedAndPlain_inTheirOrder() throws IOException {
        try (InputStream text = new LogText(from -> page(from, 3))) {
            assertThat(new String(text.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("""
                            2026-03-01T10:00:00Z line 0 ü
                            2026-03-01T10:00:00Z line 1 ü
                            2026-03-01T10:00:00Z line 2 ü
                            """);
        }
    }

    @Test
    void page_isReadWhenTheOneBeforeHasGoneOut() throws IOException {
        try (InputStream text = new LogText(from -> page(from, 1_000))) {
            assertThat(text.readNBytes(10)).hasSize(10);
            assertThat(asked).hasSizeLessThan(4);
        }
    }

    @Test
    void logWithoutLines_isEmpty() throws IOException {
        try (InputStream text = new LogText(from -> page(from, 0))) {
            assertThat(text.readAllBytes()).isEmpty();
        }
    }

    /** Pages of two lines at most. */
    private LogPage page(long from, long all) {
        asked.add(from);
        List<LogPage.Line> lines = new ArrayList<>();
        for (long n = from; n < Math.min(all, from + 2); n++) {
            lines.add(new LogPage.Line(n, AT, 1, "\u001b[31mline " + n + "\u001b[0m ü"));
        }
        return new LogPage(lines, from + lines.size(), from + lines.size() == all);
    }
}
