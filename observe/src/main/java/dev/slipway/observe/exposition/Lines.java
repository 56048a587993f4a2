package dev.slipway.observe.exposition;

import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Cuts bytes into lines at LF, and refuses what is not UTF-8 instead of replacing it. */
final class Lines {

    private final String source;
    private final InputStream in;
    private final int longest;
    private byte[] buffer = new byte[16 * 1024];
    private int start;
    private int end;
    private int number;
    private boolean terminated = true;

    Lines(String source, InputStream in, int longest) {
        this.source = source;
        this.in = in;
        this.longest = longest;
    }

    /** The next line without its LF, or null at the end. */
    @Nullable
    Cursor next() throws IOException {
        int scanned = start;
        while (true) {
            int feed = indexOfLineFeed(scanned);
            if (feed >= 0) {
                return take(feed, feed + 1);
            }
            scanned = end - start;
            if (!fill()) {
                terminated = start == end;
                return terminated ? null : take(end, end);
            }
            scanned += start;
        }
    }

    /** False when the last line ended without an LF. */
    boolean terminated() {
        return terminated;
    }

    private Cursor take(int stop, int next) {
        number++;
        refuseLongerThan(stop - start);
        String text = decode(start, stop);
        start = next;
        return new Cursor(source, number, text);
    }

    private int indexOfLineFeed(int from) {
        for (int i = from; i < end; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private boolean fill() throws IOException {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        }
        refuseLongerThan(end);
        if (end == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int got = in.read(buffer, end, buffer.length - end);
        if (got < 0) {
            return false;
        }
        end += got;
        return true;
    }

    private void refuseLongerThan(int bytes) {
        if (bytes > longest) {
            throw Problem.of(
                    Problem.Kind.TOO_LARGE,
                    "line-too-long",
                    source + ":" + Math.max(1, number) + ":1: a line is longer than " + longest + " bytes",
                    "let the target expose shorter label values or help texts");
        }
    }

    private String decode(int from, int to) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(buffer, from, to - from))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-encoding",
                    source + ":" + number + ":1: this line is not UTF-8",
                    "let the target expose UTF-8",
                    e);
        }
    }
}
