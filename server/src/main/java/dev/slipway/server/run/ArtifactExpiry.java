package dev.slipway.server.run;

import dev.slipway.actions.run.RunTable;
import dev.slipway.kernel.Digest;
import dev.slipway.runner.artifact.Artifact;
import dev.slipway.runner.artifact.ArtifactStore;
import dev.slipway.server.git.Worker;
import dev.slipway.store.Database;
import dev.slipway.store.audit.Audit;
import dev.slipway.store.audit.AuditEntry;
import dev.slipway.store.rollout.Releases;
import dev.slipway.store.run.ExpiringArtifacts;
import dev.slipway.store.run.Run;
import dev.slipway.store.run.RunArtifact;
import dev.slipway.store.run.Runs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jooq.DSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends artifacts whose time is over, in three steps: the database and the audit log say that they have expired, their
 * runs lose their names, and bytes that nothing names go. Each step looks at what is there and remembers nothing, so a
 * server that died after or within any of them goes on with the next sweep.
 *
 * <p>What a release is made of stays, and so does what a run has that is not over. A release is made of artifacts that
 * have not expired; one that was being made while they did is written within {@link #GRACE}, and only then bytes go.
 */
public final class ArtifactExpiry implements AutoCloseable {

    /** Between the end of an artifact and that of its bytes. */
    static final Duration GRACE = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(ArtifactExpiry.class);
    private static final Duration PAUSE = Duration.ofHours(1);
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(5);
    private static final String SYSTEM = "system";

    private final Database database;
    private final ArtifactStore artifacts;
    private final InstantSource clock;
    private final Worker worker = new Worker("artifact-expiry", AFTER_FAILURE);

    ArtifactExpiry(Database database, ArtifactStore artifacts, InstantSource clock) {
        this.database = database;
        this.artifacts = artifacts;
        this.clock = clock;
    }

    void start() {
        worker.soon(this::turn);
    }

    private void turn() {
        sweep();
        worker.later(this::turn, PAUSE);
    }

    /** Ends what is due. */
    void sweep() {
        try {
            expire();
            forget();
            long bytes = removeBytes();
            if (bytes > 0) {
                LOG.info("{} bytes of expired artifacts were removed", bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("expired artifacts cannot be removed", e);
        }
    }

    /** The first step; each artifact in a transaction of its own, so that nobody waits long for the audit log. */
    void expire() {
        Instant now = clock.instant();
        database.execute(sql -> ExpiringArtifacts.date(sql, artifacts.longest()));
        Set<Digest> released = database.read(Releases::artifacts);
        database.<List<RunArtifact>>read(sql -> ExpiringArtifacts.due(sql, now)).stream()
                .filter(artifact -> !released.contains(artifact.digest()))
                .forEach(artifact -> database.execute(sql -> expire(sql, artifact, now)));
    }

    private static void expire(DSLContext sql, RunArtifact artifact, Instant now) {
        if (ExpiringArtifacts.expire(sql, artifact, now)) {
            Run run = Runs.get(sql, artifact.run());
            String text = "artifact '" + artifact.name() + "' of " + run.workflow() + " #" + run.number() + " expired ("
                    + artifact.digest() + ", " + artifact.sizeBytes() + " bytes)";
            Audit.append(sql, new AuditEntry(now, SYSTEM, "artifact.expire", "run/" + run.id(), run.project(), text));
        }
    }

    /** The second step; also of runs that the database knows nothing of, after a backup was restored. */
    void forget() throws IOException {
        Instant now = clock.instant();
        Set<Digest> released = database.read(Releases::artifacts);
        for (ArtifactStore.Kept kept : artifacts.all()) {
            if (!end(kept.artifact()).isAfter(now)
                    && !released.contains(kept.artifact().digest())
                    && isOver(kept.run())) {
                database.passFence();
                artifacts.forget(kept);
            }
        }
    }

    /** Those that were kept before artifacts had an end are kept for the usual time. */
    private Instant end(Artifact artifact) {
        return artifact.expiresAt().orElseGet(() -> artifact.createdAt().plus(artifacts.longest()));
    }

    private boolean isOver(String run) {
        return database.read(sql -> Runs.find(sql, run))
                .filter(known -> !RunTable.TABLE.isTerminal(known.state()))
                .isEmpty();
    }

    /**
     * The third step.
     *
     * @return how many bytes went
     */
    long removeBytes() throws IOException {
        Instant before = clock.instant().minus(GRACE);
        Set<Digest> needed = new HashSet<>(database.read(sql -> ExpiringArtifacts.needed(sql, before)));
        needed.addAll(database.read(Releases::artifacts));
        database.passFence();
        return artifacts.removeUnnamed(needed);
    }

    @Override
    public void close() {
        worker.close();
    }
}
