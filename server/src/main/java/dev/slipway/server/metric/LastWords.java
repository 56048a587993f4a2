package dev.slipway.server.metric;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of what a program says on its error output, on one line: who reads that a figure is missing wants to know why.
 * Reads on in memory of its own size however much the program says, so that it is never held back.
 */
final class LastWords {

    private static final Logger LOG = LoggerFactory.getLogger(LastWords.class);
    private static final int MOST_BYTES = 1 << 12;
    private static final int MOST_LINES = 3;
    private static final int MOST_CHARACTERS = 300;

    private final Thread reader;
    private byte[] last = new byte[0];

    LastWords(InputStream errors) {
        reader = Thread.ofVirtual().name("metric words").start(() -> read(errors));
    }

    private void read(InputStream errors) {
        try (errors) {
            byte[] buffer = new byte[MOST_BYTES];
            for (int count = errors.read(buffer); count >= 0; count = errors.read(buffer)) {
                keep(buffer, count);
            }
        } catch (IOException e) {
            LOG.debug("the error output ended early", e);
        }
    }

    private synchronized void keep(byte[] more, int count) {
        byte[] all = Arrays.copyOf(last, last.length + count);
        System.arraycopy(more, 0, all, last.length, count);
        last = Arrays.copyOfRange(all, Math.max(0, all.length - MOST_BYTES), all.length);
    }

    /** The last lines, once the program has ended; empty when it said nothing. */
    String text(Duration patience) throws InterruptedException {
        reader.join(patience);
        List<String> lines = said().lines()
                .map(line -> line.replaceAll("\\p{Cntrl}", " ").strip())
                .filter(line -> !line.isEmpty())
                .toList();
        String words = lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size()).stream()
                .collect(Collectors.joining(" / "));
        return words.substring(Math.max(0, words.length() - MOST_CHARACTERS));
    }

    private synchronized String said() {
        return new String(last, StandardCharsets.UTF_8);
    }
}
