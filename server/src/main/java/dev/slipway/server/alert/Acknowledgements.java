package dev.slipway.server.alert;

import dev.slipway.kernel.Problem;
import dev.slipway.observe.alert.PostedAlert;
import dev.slipway.store.Database;
import dev.slipway.store.watch.AcknowledgementRows;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.DSLContext;

/** Who has taken which alert that fires. An alert that ends and fires again has to be taken again. */
public final class Acknowledgements {

    private final Database database;
    private final Map<String, AcknowledgementRows.Row> taken = new ConcurrentHashMap<>();

    /** Reads what an earlier life left. */
    Acknowledgements(Database database) {
        this.database = database;
        database.read(AcknowledgementRows::all).forEach(row -> taken.put(row.alert(), row));
    }

    /** Who has taken the alert as it fires now. */
    public Optional<AcknowledgementRows.Row> of(PostedAlert alert) {
        return Optional.ofNullable(taken.get(alert.fingerprint()))
                .filter(row -> row.startsAt().toEpochMilli() == alert.startsAt().toEpochMilli());
    }

    /** @throws Problem NOT_FOUND, code {@code alert-has-ended} */
    public void take(PostedAlert alert, String by, String comment, Instant at) {
        if (alert.isResolved(at)) {
            throw Problem.of(
                    Problem.Kind.NOT_FOUND, "alert-has-ended", "this alert does not fire any more", "nothing is to do");
        }
        AcknowledgementRows.Row row =
                new AcknowledgementRows.Row(alert.fingerprint(), alert.startsAt(), by, comment, at);
        database.execute(sql -> AcknowledgementRows.put(sql, row));
        taken.put(row.alert(), row);
    }

    /** Nobody has it any more. */
    public void giveBack(String alert) {
        database.execute(sql -> AcknowledgementRows.delete(sql, alert));
        taken.remove(alert);
    }

    /** The alert is forgotten. */
    void forget(DSLContext sql, PostedAlert alert) {
        AcknowledgementRows.delete(sql, alert.fingerprint());
        Database.afterCommit(sql, () -> taken.remove(alert.fingerprint()));
    }
}
