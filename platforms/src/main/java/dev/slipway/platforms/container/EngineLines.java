package dev.slipway.platforms.container;

import dev.slipway.platforms.process.TimedLine;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Puts together to lines what an engine gives in pieces with a time before each: a long line comes in several. */
final class EngineLines {

    private static final int LONGEST_TIME = 40;

    private final List<TimedLine> whole = new ArrayList<>();
    private final ByteArrayOutputStream unfinished = new ByteArrayOutputStream();
    private Instant at = Instant.EPOCH;

    void add(byte[] piece) {
        String head = new String(piece, 0, Math.min(piece.length, LONGEST_TIME), StandardCharsets.ISO_8859_1);
        TimedLine timed = TimedLine.parse(head);
        at = timed.at();
        unfinished.write(
                piece,
                head.length() - timed.text().length(),
                piece.length - head.length() + timed.text().length());
        if (piece.length > 0 && piece[piece.length - 1] == '\n') {
            whole.addAll(lines());
            unfinished.reset();
        }
    }

    private List<TimedLine> lines() {
        return unfinished
                .toString(StandardCharsets.UTF_8)
                .lines()
                .map(text -> new TimedLine(at, text))
                .toList();
    }

    /** Those whose end has come. */
    List<TimedLine> whole() {
        return List.copyOf(whole);
    }

    /** The last one, too, although more of it may come. */
    List<TimedLine> all() {
        List<TimedLine> all = new ArrayList<>(whole);
        all.addAll(lines());
        return List.copyOf(all);
    }
}
