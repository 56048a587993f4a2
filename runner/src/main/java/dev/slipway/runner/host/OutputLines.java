package dev.slipway.runner.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Splits a process's output into lines in bounded memory: of a line longer than the limit only its start is kept, with a
 * mark that says how much is missing. Line feeds, carriage returns and both together end a line. Safe for use by the
 * thread that writes and the one that closes.
 */
public final class OutputLines extends OutputStream {

    /** The most characters of one line that are kept. */
    public static final int LIMIT = 256 * 1024;

    private static final int CHUNK = 16 * 1024;
    private static final int LONGEST_CHARACTER = 4;

    private final Consumer<Line> lines;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final ByteBuffer bytes = ByteBuffer.allocate(CHUNK + LONGEST_CHARACTER);
    private final CharBuffer characters = CharBuffer.allocate(CHUNK + LONGEST_CHARACTER);
    private final StringBuilder line = new StringBuilder();
    private long dropped;
    private boolean afterReturn;
    private boolean closed;

    private OutputLines(Consumer<Line> lines) {
        this.lines = lines;
    }

    /** Takes bytes as they come; the last line, when nothing ends it, is passed on at the close. */
    public static OutputLines to(Consumer<Line> lines) {
        return new OutputLines(lines);
    }

    /** Reads to the end. */
    public static void read(InputStream output, Consumer<Line> lines) throws IOException {
        try (OutputLines splitter = new OutputLines(lines)) {
            byte[] chunk = new byte[CHUNK];
            for (int read = output.read(chunk); read >= 0; read = output.read(chunk)) {
                splitter.write(chunk, 0, read);
            }
        }
    }

    @Override
    public void write(int single) {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] chunk, int offset, int length) {
        for (int done = 0; done < length && !closed; ) {
            int part = Math.min(length - done, CHUNK);
            bytes.put(chunk, offset + done, part);
            decode(false);
            done += part;
        }
    }

    private void decode(boolean last) {
        bytes.flip();
        decoder.decode(bytes, characters, last);
        bytes.compact();
        characters.flip();
        while (characters.hasRemaining()) {
            take(characters.get());
        }
        characters.clear();
    }

    private void take(char c) {
        boolean secondHalf = afterReturn && c == '\n';
        afterReturn = c == '\r';
        if (secondHalf) {
            return;
        }
        if (c == '\n' || c == '\r') {
            end();
        } else if (line.length() < LIMIT) {
            line.append(c);
        } else {
            dropped++;
        }
    }

    private void end() {
        lines.accept(new Line(line.toString(), dropped));
        line.setLength(0);
        dropped = 0;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            decode(true);
            closed = true;
            if (!line.isEmpty()) {
                end();
            }
        }
    }

    /**
     * One line.
     *
     * @param text its first {@link #LIMIT} characters at most
     * @param dropped how many characters came after those
     */
    public record Line(String text, long dropped) {}
}
