package dev.slipway.server;

import dev.slipway.kernel.Problem;
import dev.slipway.store.Database;
import dev.slipway.store.control.Holder;
import dev.slipway.store.control.Leadership;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This server's lead over its database: taken at the start, renewed while it lives, given back at the end. A server that
 * has lost the lead stops at once, for another one acts already.
 */
final class Lead implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Lead.class);
    private static final Duration LEASE = Duration.ofSeconds(30);

    private final Database database;
    private final Leadership leadership;
    private final long epoch;
    private final Runnable lost;
    private final ScheduledExecutorService renewal = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("lead").factory());

    /** @param lost called once when another server has taken over */
    Lead(Database database, InstantSource clock, Runnable lost) {
        this.database = database;
        this.leadership = new Leadership(database, clock, LEASE, Holder.here());
        this.epoch = leadership.acquire();
        this.lost = lost;
        long beat = LEASE.toMillis() / 3;
        ScheduledFuture<?> renewing = renewal.scheduleAtFixedRate(this::renew, beat, beat, TimeUnit.MILLISECONDS);
        LOG.debug("leading in epoch {}, renewed every {} ms, {}", epoch, beat, renewing);
    }

    /** The fencing epoch. */
    long epoch() {
        return epoch;
    }

    /** The database for whoever acts: it takes nothing any more once another server leads. */
    Database database() {
        return database.fenced(sql -> leadership.require(sql, epoch));
    }

    private void renew() {
        try {
            leadership.renew(epoch);
        } catch (Problem e) {
            if (e.kind() == Problem.Kind.CONFLICT) {
                LOG.error("{}; this server ends", e.message());
                renewal.shutdown();
                lost.run();
            } else if (!e.code().equals(Database.UNAVAILABLE)) {
                LOG.warn("the lead could not be renewed, trying again: {}", e.message());
            }
        } catch (RuntimeException e) {
            LOG.error("the lead could not be renewed, trying again", e);
        }
    }

    @Override
    public void close() {
        renewal.shutdown();
        leadership.release(epoch);
    }
}
