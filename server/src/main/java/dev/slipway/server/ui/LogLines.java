package dev.slipway.server.ui;

import dev.slipway.server.run.LogPage;
import dev.slipway.server.run.RunQueries;
import dev.slipway.server.web.EventStream;
import dev.slipway.server.web.Exchange;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a job's log line by line as it grows; a browser that comes back goes on where it was. */
final class LogLines {

    private static final Logger LOG = LoggerFactory.getLogger(LogLines.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final RunQueries runs;

    LogLines(RunQueries runs) {
        this.runs = runs;
    }

    void stream(Exchange exchange) throws InterruptedException {
        String run = runs.id(exchange);
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
                page = runs.follow(run, job, page.next(), PATIENCE);
            }
        } catch (IOException e) {
            LOG.debug("nobody reads the log of {} any more", job, e);
        }
    }

    private static int begin(Exchange exchange) {
        String last = exchange.http().header("Last-Event-ID");
        return last != null && last.matches("[0-9]{1,9}")
                ? Integer.parseInt(last)
                : exchange.number("from", 0, 0, Integer.MAX_VALUE);
    }
}
