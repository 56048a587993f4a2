package dev.slipway.server.certificate;

import dev.slipway.delivery.port.Traffic;
import dev.slipway.kernel.Problem;
import dev.slipway.server.traffic.EdgeTraffic;
import dev.slipway.server.web.HealthPart;
import dev.slipway.server.web.Metrics;
import dev.slipway.store.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the certificates of the edge in force for as long as the server runs. */
public final class CertificatePart implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CertificatePart.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration AFTER_TROUBLE = Duration.ofMinutes(1);

    private final CertificateDesk desk;
    private final InstantSource clock;
    private final Database database;
    private final CountDownLatch closed = new CountDownLatch(1);
    private @Nullable Thread thread;

    /**
     * @param edgeHome where the edge looks for its certificates
     * @param epoch the fencing epoch of this control plane
     */
    public CertificatePart(
            AcmeSettings settings, Path edgeHome, Database database, LongSupplier epoch, InstantSource clock) {
        CertificateFolder folder = new CertificateFolder(edgeHome);
        Authority authority = new Authority(settings);
        ChallengeDoor.Places places = places(new EdgeTraffic(edgeHome), epoch);
        this.desk =
                new CertificateDesk(settings.names(), folder, clock, name -> order(name, authority, folder, places));
        this.clock = clock;
        this.database = database;
    }

    private static Authority.Issued order(
            String name, Authority authority, CertificateFolder folder, ChallengeDoor.Places places)
            throws IOException, InterruptedException {
        try (ChallengeDoor door = new ChallengeDoor(name, places)) {
            return authority.order(name, folder.account(), door);
        }
    }

    private static ChallengeDoor.Places places(EdgeTraffic edge, LongSupplier epoch) {
        return new ChallengeDoor.Places() {
            @Override
            public void open(Traffic.Route route, String path) {
                edge.ensure(route, path);
            }

            @Override
            public void close(String key) {
                edge.remove(key, epoch.getAsLong());
            }

            @Override
            public long epoch() {
                return epoch.getAsLong();
            }
        };
    }

    /** How it is, for {@code /health}. */
    public HealthPart health() {
        return desk;
    }

    /** Tells how long the certificates last. */
    public void measure(Metrics metrics) {
        metrics.gauge(
                "slipway_certificate_remaining_seconds",
                "Time until the first of the ordered certificates ends",
                () -> desk.secondsLeft(clock.instant()));
    }

    /** Begins to order what is due. */
    public void start() {
        thread = Thread.ofVirtual().name("certificates").start(this::run);
    }

    private void run() {
        try {
            boolean over = false;
            while (!over) {
                over = closed.await(round().toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            LOG.debug("certificates are not attended to any more");
        } catch (RuntimeException e) {
            LOG.error("certificates are not attended to any more: restart the server", e);
        }
    }

    /**
     * Orders what is due. Where the database or the edge is away, that is tried again: a certificate outlives an outage.
     *
     * @return how long nothing is to be done
     * @throws Problem when another server leads by now
     */
    Duration round() throws InterruptedException {
        try {
            database.passFence();
            Duration pause = Duration.between(clock.instant(), desk.step(clock.instant()));
            return pause.compareTo(SHORTEST_PAUSE) > 0 ? pause : SHORTEST_PAUSE;
        } catch (Problem problem) {
            if (problem.kind() != Problem.Kind.UNAVAILABLE) {
                throw problem;
            }
            LOG.warn("certificates are attended to again in a minute: {}", problem.message());
            return AFTER_TROUBLE;
        }
    }

    @Override
    public void close() {
        closed.countDown();
        Thread working = thread;
        if (working == null) {
            return;
        }
        working.interrupt();
        try {
            if (!working.join(PATIENCE)) {
                LOG.warn("an order of a certificate is still under way");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
