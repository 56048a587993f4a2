package dev.slipway.server.ui;

import dev.slipway.server.run.LogPage;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/** A job's log as plain text, each page of it read when the one before has gone out: a log may be larger than the memory. */
final class LogText extends InputStream {

    private final LongFunction<LogPage> log;
    private LogPage page;
    private ByteArrayInputStream text;

    /** @param log the page that begins with the line of that number */
    LogText(LongFunction<LogPage> log) {
        this.log = log;
        this.page = log.apply(0);
        this.text = text(page);
    }

    private static ByteArrayInputStream text(LogPage page) {
        StringBuilder text = new StringBuilder();
        for (LogPage.Line line : page.lines()) {
            text.append(line.at()).append(' ').append(plain(line)).append('\n');
        }
        return new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String plain(LogPage.Line line) {
        return Ansi.parts(line.text()).stream().map(Ansi.Part::text).collect(Collectors.joining());
    }

    @Override
    public int read(byte[] into, int offset, int count) {
        while (text.available() == 0 && !page.lines().isEmpty()) {
            page = log.apply(page.next());
            text = text(page);
        }
        return text.read(into, offset, count);
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }
}
