package dev.slipway.server.alert;

import dev.slipway.observe.alert.AlertFile;
import dev.slipway.observe.alert.PostedAlert;
import dev.slipway.server.outbox.Outbox;
import dev.slipway.store.Database;
import dev.slipway.store.watch.NoticeKind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/** The alerting half of watching, put together: book, routing, dispatch, outbox. */
public record Alerting(AlertBook book, Routing routing, Dispatch dispatch, Outbox outbox, AlertDesk desk, Instant since)
        implements AutoCloseable {

    /**
     * @param externalUrl under which people reach this server
     * @param rollbacks carry out what alerts order
     * @param news told of every alert that has changed; it must return at once
     */
    public static Alerting begin(
            Database database,
            AlertFile file,
            String externalUrl,
            RollbackOrder.Executor rollbacks,
            Consumer<PostedAlert> news,
            InstantSource clock) {
        AlertBook book = new AlertBook(database);
        Routing routing = new Routing(book, file);
        Outbox outbox = new Outbox(database, NoticeKind.ALERT, new Courier(routing, rollbacks, clock), clock);
        Dispatch dispatch = new Dispatch(database, book, routing, outbox, externalUrl, clock);
        AlertDesk desk = new AlertDesk(database, book, dispatch, externalUrl, news);
        dispatch.start();
        outbox.wake();
        return new Alerting(book, routing, dispatch, outbox, desk, clock.instant());
    }

    /** From here on this configuration holds, for alerts that fire already too. */
    public void use(AlertFile file) {
        routing.use(file);
        dispatch.reroute();
        outbox.wake();
    }

    @Override
    public void close() {
        dispatch.close();
        outbox.close();
    }
}
