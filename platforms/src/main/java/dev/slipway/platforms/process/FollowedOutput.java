package dev.slipway.platforms.process;

import dev.slipway.delivery.port.OutputReader;
import dev.slipway.kernel.Masks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads an instance's files, and after them what the keeping of its present life has. It holds the file open that is
 * written, so that the last words of an instance can still be read when its folder is gone.
 */
final class FollowedOutput implements OutputReader {

    private static final int PAGE_BYTES = 1 << 20;
    private static final int LONGEST_LINE = 32 << 20;
    private static final int LEAST_LINES = 200;
    private static final int MOST_LINES = 5000;

    private final Source source;
    private final FileChannel file;
    private OutputPlace place;
    private int onlyLast;

    /**
     * What is read.
     *
     * @param kept makes a line of what stands in the files
     * @param live its present life
     * @param over whether it has ended for good
     */
    record Source(
            OutputLog output,
            Masks masks,
            Function<String, TimedLine> kept,
            Supplier<@Nullable Life> live,
            BooleanSupplier over) {}

    private FollowedOutput(Source source, FileChannel file, OutputPlace place, int onlyLast) {
        this.source = source;
        this.file = file;
        this.place = place;
        this.onlyLast = onlyLast;
    }

    /** Goes on where an earlier reader was. */
    static FollowedOutput on(Source source, OutputPlace place) throws IOException {
        return new FollowedOutput(source, open(source), place, 0);
    }

    /** Begins with the last lines. */
    static FollowedOutput last(Source source, int lines) throws IOException {
        FileChannel file = open(source);
        return new FollowedOutput(source, file, OutputPlace.at(source.output().beginOfLast(lines)), lines);
    }

    /** An engine's housing writes it only when a life has ended. */
    private static FileChannel open(Source source) throws IOException {
        return FileChannel.open(
                source.output().current(),
                Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE));
    }

    @Override
    public Page read() throws InterruptedException {
        boolean over = source.over().getAsBoolean();
        List<String> lines = new ArrayList<>();
        boolean more = readFiles(lines, over);
        while (more && onlyLast > 0) {
            more = readFiles(lines, over);
        }
        if (!more) {
            readLife(lines);
        }
        List<String> told = onlyLast > 0 ? lines.subList(Math.max(0, lines.size() - onlyLast), lines.size()) : lines;
        onlyLast = 0;
        return new Page(told.stream().map(source.masks()::mask).toList(), place.toString(), over && !more);
    }

    /** @return whether there is more */
    private boolean readFiles(List<String> into, boolean over) throws InterruptedException {
        try {
            int asked = PAGE_BYTES;
            OutputLog.Written written = source.output().after(place.bytes(), file, asked);
            if (written.length() == asked && written.whole() == 0) {
                asked = LONGEST_LINE;
                written = source.output().after(place.bytes(), file, asked);
            }
            boolean more = written.length() == asked;
            take(written, more, over && !more, into);
            return more;
        } catch (ClosedByInterruptException closing) {
            throw new InterruptedException("interrupted while reading");
        } catch (IOException e) {
            throw new UncheckedIOException("the output of an instance cannot be read", e);
        }
    }

    /** A line without an end is cut, and where it is cut a secret may have been: then nothing of it is shown. */
    private void take(OutputLog.Written written, boolean more, boolean endOfAll, List<String> into) {
        boolean endless = more && written.whole() == 0;
        int length = endless || endOfAll ? written.length() : written.whole();
        List<String> lines =
                endless ? List.of("(" + length + " bytes without the end of a line)") : written.lines(length);
        take(lines.stream().map(source.kept()).toList(), into);
        place = place.reading(written.after(length));
    }

    private void readLife(List<String> into) throws InterruptedException {
        Life life = source.live().get();
        if (life == null) {
            return;
        }
        int window = Math.max(LEAST_LINES, onlyLast);
        List<TimedLine> lines = life.timedOutput(window);
        while (onlyLast == 0 && window < MOST_LINES && lines.size() == window && isNew(lines.getFirst())) {
            window = Math.min(MOST_LINES, window * 5);
            lines = life.timedOutput(window);
        }
        take(lines, into);
    }

    private boolean isNew(TimedLine oldest) {
        return !oldest.at().isBefore(place.at());
    }

    /** Those that were not read before: lines of a life come from the engine, and later once more from the files. */
    private void take(List<TimedLine> lines, List<String> into) {
        OutputPlace before = place;
        int same = 0;
        for (TimedLine line : lines) {
            same += line.at().equals(before.at()) ? 1 : 0;
            if (line.at().equals(TimedLine.UNKNOWN) || isAfter(line, before, same)) {
                into.add(line.text());
                place = place.after(line);
            }
        }
    }

    /** @param nth it is the so manieth of its time */
    private static boolean isAfter(TimedLine line, OutputPlace place, int nth) {
        return line.at().isAfter(place.at()) || (line.at().equals(place.at()) && nth > place.sameTime());
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException("a file could not be closed", e);
        }
    }
}
