package dev.slipway.server.run;

import dev.slipway.kernel.Json;
import dev.slipway.runner.log.TextLines;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the file of a log entry by entry, as far as it is whole. Not safe for use by several threads. */
final class LogEntries {

    private static final int FIRST_ROOM = 64 * 1024;

    private final FileChannel file;
    private byte[] window = new byte[FIRST_ROOM];
    private int start;
    private int end;
    private long place;

    private LogEntries(FileChannel file, long place) {
        this.file = file;
        this.place = place;
    }

    /** @param place where an entry begins */
    static LogEntries of(FileChannel file, long place) {
        return new LogEntries(file, place);
    }

    /** Where the next entry begins. */
    long place() {
        return place;
    }

    /** Null at the end of the file, and at an entry that is not whole, or not yet. */
    @Nullable
    LogEntry next() throws IOException {
        int head = head();
        if (head < 0) {
            return null;
        }
        String json = new String(window, start, head - 1, StandardCharsets.UTF_8);
        if (!json.startsWith(LogEntry.BLOCK)) {
            pass(head);
            return new LogEntry.Single(json);
        }
        LogEntry.Head block = Json.read(json, LogEntry.Head.class);
        int whole = head + block.bytes();
        while (end - start < whole) {
            if (!fill()) {
                return null;
            }
        }
        byte[] text = Arrays.copyOfRange(window, start + head, start + whole);
        pass(whole);
        return new LogEntry.Block(block, TextLines.of(text, 0, text.length));
    }

    private void pass(int length) {
        start += length;
        place += length;
    }

    /** How long the next line is, with its line feed; less than 0 when it has none. */
    private int head() throws IOException {
        for (int length = 0; ; length++) {
            if (start + length == end && !fill()) {
                return -1;
            }
            if (window[start + length] == '\n') {
                return length + 1;
            }
        }
    }

    /** Makes room and reads on. */
    private boolean fill() throws IOException {
        if (end == window.length) {
            byte[] roomy = end - start > window.length / 2 ? new byte[2 * window.length] : window;
            System.arraycopy(window, start, roomy, 0, end - start);
            end -= start;
            start = 0;
            window = roomy;
        }
        int read = file.read(ByteBuffer.wrap(window, end, window.length - end), place + end - start);
        end += Math.max(read, 0);
        return read > 0;
    }
}
