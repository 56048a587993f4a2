package dev.slipway.server.alert;

import dev.slipway.kernel.Ids;
import dev.slipway.kernel.Problem;
import dev.slipway.observe.alert.PostedAlert;
import dev.slipway.server.outbox.Outbox;
import dev.slipway.store.Database;
import dev.slipway.store.watch.NoticeKind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The alerting half of watching, put together: book, routing, dispatch, outbox. */
public record Alerting(
        AlertBook book,
        Acknowledgements acknowledgements,
        Routing routing,
        Dispatch dispatch,
        Rounds rounds,
        Outbox outbox,
        AlertDesk desk,
        Instant since)
        implements AutoCloseable {

    /**
     * @param externalUrl under which people reach this server
     * @param rollbacks carry out what alerts order
     * @param news told of every alert that has changed; it must return at once
     * @param watching whether rules are evaluated, as of a time: without that no heartbeat is sent
     */
    public static Alerting begin(
            Database database,
            Routing.Rules rules,
            String externalUrl,
            RollbackOrder.Executor rollbacks,
            Consumer<PostedAlert> news,
            Predicate<Instant> watching,
            InstantSource clock) {
        AlertBook book = new AlertBook(database);
        Routing routing = new Routing(book, rules);
        Outbox outbox = new Outbox(database, NoticeKind.ALERT, new Courier(routing, rollbacks, clock), clock);
        Acknowledgements acknowledgements = new Acknowledgements(database);
        Teller teller = new Teller(routing, outbox, new Ids(clock), externalUrl);
        Escalations escalations = new Escalations(book, acknowledgements, routing, teller);
        Dispatch dispatch = new Dispatch(database, book, routing, teller, escalations, clock);
        Rounds rounds = new Rounds(database, routing, teller, new Digests(book, externalUrl), watching, clock);
        AlertDesk desk = new AlertDesk(database, book, dispatch, externalUrl, news);
        dispatch.start();
        rounds.wake();
        outbox.wake();
        return new Alerting(book, acknowledgements, routing, dispatch, rounds, outbox, desk, clock.instant());
    }

    /** Rules are evaluated from here on: signs of life may be given. */
    public void watchingBegan() {
        rounds.wake();
    }

    /** From here on this configuration holds, for alerts that fire already too. */
    public void use(Routing.Rules rules) {
        routing.use(rules);
        dispatch.reroute();
        rounds.wake();
        outbox.wake();
    }

    /**
     * Somebody takes an alert.
     *
     * @param id its fingerprint
     * @throws Problem NOT_FOUND, codes {@code no-such-alert} and {@code alert-has-ended}
     */
    public void take(String id, String by, String comment, Instant at) {
        PostedAlert alert = book.alerts().stream()
                .filter(each -> each.fingerprint().equals(id))
                .findFirst()
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.NOT_FOUND,
                        "no-such-alert",
                        "there is no alert " + id,
                        "'slipway alerts' lists those that fire"));
        acknowledgements.take(alert, by, comment, at);
        dispatch.lookAgain();
    }

    /** Nobody has it any more. */
    public void giveBack(String id) {
        acknowledgements.giveBack(id);
        dispatch.lookAgain();
    }

    @Override
    public void close() {
        rounds.close();
        dispatch.close();
        outbox.close();
    }
}
