package dev.slipway.store.control;

import static dev.slipway.store.control.ControlTable.CONTROL;
import static dev.slipway.store.control.ControlTable.EPOCH;
import static dev.slipway.store.control.ControlTable.HOLDER;
import static dev.slipway.store.control.ControlTable.LEASE_UNTIL;

import dev.slipway.kernel.Problem;
import dev.slipway.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SQLDialect;

/**
 * Lets one server at a time act on a database. Each leader gets an epoch higher than all before; whatever takes orders
 * refuses those of a lower epoch, so that a leader that was only slow cannot undo its successor's work. The lease must
 * be renewed well before it ends, a third of its length being a good rhythm.
 *
 * <p>The pattern is that of fencing tokens: M. Kleppmann, "How to do distributed locking", 2016.
 */
public final class Leadership {

    private final Database database;
    private final InstantSource clock;
    private final Duration lease;
    private final Holder holder;

    /**
     * @param lease how long a silent leader is still believed to live
     * @param holder this server, {@link Holder#here()}
     */
    public Leadership(Database database, InstantSource clock, Duration lease, Holder holder) {
        this.database = database;
        this.clock = clock;
        this.lease = lease;
        this.holder = holder;
    }

    /**
     * Takes the lead.
     *
     * @return the new epoch, higher than every one before
     * @throws Problem of kind CONFLICT, code {@code another-server-leads}, while another holds an unexpired lease; one
     *     that has died on this machine is replaced at once
     */
    public long acquire() {
        return database.transaction(context -> {
            Record row = row(context);
            Instant now = clock.instant();
            if (row.get(LEASE_UNTIL).isAfter(now) && !died(row.get(HOLDER))) {
                throw taken(row.get(HOLDER), Duration.between(now, row.get(LEASE_UNTIL)));
            }
            long epoch = row.get(EPOCH) + 1;
            write(context, epoch, now.plus(lease));
            return epoch;
        });
    }

    /**
     * Extends the lease of the epoch.
     *
     * @throws Problem of kind CONFLICT, code {@code leadership-lost}, when another server has taken the lead: stop
     */
    public void renew(long epoch) {
        database.execute(context -> {
            check(row(context), epoch);
            write(context, epoch, clock.instant().plus(lease));
        });
    }

    /** Gives the lead back at an orderly end, so that a successor need not wait; does nothing when it is lost anyway. */
    public void release(long epoch) {
        database.execute(context -> context.update(CONTROL)
                .set(LEASE_UNTIL, Instant.EPOCH)
                .where(EPOCH.eq(epoch))
                .and(HOLDER.eq(holder.stored()))
                .execute());
    }

    /**
     * Fences a transaction: as long as it runs, no other server can take the lead.
     *
     * @throws Problem of kind CONFLICT, code {@code leadership-lost}, when the epoch is over
     */
    public void require(DSLContext context, long epoch) {
        Record row = context.dialect() == SQLDialect.POSTGRES
                ? context.selectFrom(CONTROL).forShare().fetchSingle()
                : context.selectFrom(CONTROL).fetchSingle();
        check(row, epoch);
    }

    private void check(Record row, long epoch) {
        if (row.get(EPOCH) != epoch || !row.get(HOLDER).equals(holder.stored())) {
            throw Problem.of(
                    Problem.Kind.CONFLICT,
                    "leadership-lost",
                    "another server leads since epoch " + row.get(EPOCH) + "; this one led in epoch " + epoch,
                    "this server must stop acting; start it again when the other one has ended");
        }
    }

    private static boolean died(String stored) {
        return Holder.parse(stored).map(Holder::knownDead).orElse(false);
    }

    private void write(DSLContext context, long epoch, Instant until) {
        context.update(CONTROL)
                .set(EPOCH, epoch)
                .set(HOLDER, holder.stored())
                .set(LEASE_UNTIL, until)
                .execute();
    }

    private static Record row(DSLContext context) {
        return context.dialect() == SQLDialect.POSTGRES
                ? context.selectFrom(CONTROL).forUpdate().fetchSingle()
                : context.selectFrom(CONTROL).fetchSingle();
    }

    private static Problem taken(String stored, Duration left) {
        String other = Holder.parse(stored).map(Holder::toString).orElse("another server");
        return Problem.of(
                Problem.Kind.CONFLICT,
                "another-server-leads",
                other + " uses this database already",
                "stop it first; if it has died, its lease ends in " + Math.max(1, left.toSeconds()) + " seconds");
    }
}
