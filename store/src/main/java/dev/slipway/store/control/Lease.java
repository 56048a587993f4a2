package dev.slipway.store.control;

import static dev.slipway.store.control.ControlTable.CONTROL;
import static dev.slipway.store.control.ControlTable.EPOCH;
import static dev.slipway.store.control.ControlTable.HOLDER;
import static dev.slipway.store.control.ControlTable.LEASE_UNTIL;

import java.time.Instant;
import java.util.Optional;
import org.jooq.DSLContext;
import org.jooq.Record;

/**
 * Who leads a database, for people who ask whether a lane is held by a server that lives.
 *
 * @param epoch the fencing number: higher with every leader; orders of a lower one are refused
 * @param holder the server's process, in words; absent before the first
 * @param until when a leader that stays silent is no longer believed to live
 */
public record Lease(long epoch, Optional<String> holder, Instant until) {

    public static Lease of(DSLContext sql) {
        Record row = sql.selectFrom(CONTROL).fetchSingle();
        return new Lease(row.get(EPOCH), Holder.parse(row.get(HOLDER)).map(Holder::toString), row.get(LEASE_UNTIL));
    }

    public boolean expired(Instant now) {
        return !until.isAfter(now);
    }
}
