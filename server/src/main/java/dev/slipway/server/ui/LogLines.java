package dev.slipway.server.ui;

import dev.slipway.server.run.LogPage;
import dev.slipway.server.run.RunQueries;
import dev.slipway.server.web.EventStream;
import dev.slipway.server.web.Exchange;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a job's log line by line as it grows; a browser that comes back goes on where it was. */
final class LogLines {

    private static final Logger LOG = LoggerFactory.getLogger(LogLines.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

    private final RunQueries runs;

    LogLines(RunQueries runs) {
        this.runs = runs;
    }

    void stream(Exchange exchange) throws InterruptedException {
        String run = exchange.path("run");
        String job = exchange.path("job");
        LogPage page = runs.log(run, job, begin(exchange));
        try {
            EventStream stream = exchange.stream();
            while (true) {
                if (page.lines().isEmpty()) {
                    stream.heartbeat();
                } else {
                    stream.send(
                            "lines",
                            Optional.of(Long.toString(page.next())),
                            page.lines().stream().map(LogItem::of).toList());
                }
                if (page.done()) {
                    stream.send("done", Optional.empty(), Map.of());
                    return;
                }
                page = next(run, job, page.next());
            }
        } catch (IOException e) {
            LOG.debug("nobody reads the log of {} any more", job, e);
        }
    }

    /** Waits for more; a job that has not begun has nothing to wait on, so it is looked at now and then. */
    private LogPage next(String run, String job, long from) throws InterruptedException {
        LogPage page = runs.follow(run, job, from, PATIENCE);
        if (page.lines().isEmpty() && !page.done()) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return page;
    }

    private static int begin(Exchange exchange) {
        String last = exchange.http().header("Last-Event-ID");
        return last != null && last.matches("[0-9]{1,9}") ? Integer.parseInt(last) : exchange.number("from", 0);
    }
}
