package dev.slipway.store.run;

import dev.slipway.actions.run.RunState;
import dev.slipway.actions.run.RunTable;
import dev.slipway.kernel.Digest;
import dev.slipway.store.run.RunTables.ArtifactTable;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Record;

/** The ends of artifacts: which are due, which have expired, and whose bytes are still needed. */
public final class ExpiringArtifacts {

    private static final List<RunState> ENDED =
            Arrays.stream(RunState.values()).filter(RunTable.TABLE::isTerminal).toList();

    private ExpiringArtifacts() {}

    /** Gives those an end that have none, since artifacts had none when they were kept: that time after they were kept. */
    public static void date(DSLContext sql, Duration keep) {
        sql.selectFrom(ArtifactTable.TABLE)
                .where(ArtifactTable.EXPIRES_AT.isNull())
                .fetch(ExpiringArtifacts::read)
                .forEach(artifact -> sql.update(ArtifactTable.TABLE)
                        .set(ArtifactTable.EXPIRES_AT, artifact.createdAt().plus(keep))
                        .where(ArtifactTable.RUN.eq(artifact.run()))
                        .and(ArtifactTable.TITLE.eq(artifact.name()))
                        .and(ArtifactTable.EXPIRES_AT.isNull())
                        .execute());
    }

    /** Those of runs that are over whose time has passed, the oldest end first. */
    public static List<RunArtifact> due(DSLContext sql, Instant now) {
        return sql.select(ArtifactTable.TABLE.fields())
                .from(ArtifactTable.TABLE)
                .join(RunTables.RunTable.TABLE)
                .on(RunTables.RunTable.ID.eq(ArtifactTable.RUN))
                .where(ArtifactTable.EXPIRES_AT.le(now))
                .and(ArtifactTable.EXPIRED_AT.isNull())
                .and(RunTables.RunTable.STATE.in(ENDED))
                .orderBy(ArtifactTable.EXPIRES_AT, ArtifactTable.RUN, ArtifactTable.TITLE)
                .fetch(ExpiringArtifacts::read);
    }

    /** @return whether it had not expired before */
    public static boolean expire(DSLContext sql, RunArtifact artifact, Instant now) {
        return sql.update(ArtifactTable.TABLE)
                        .set(ArtifactTable.EXPIRED_AT, now)
                        .where(ArtifactTable.RUN.eq(artifact.run()))
                        .and(ArtifactTable.TITLE.eq(artifact.name()))
                        .and(ArtifactTable.EXPIRED_AT.isNull())
                        .execute()
                == 1;
    }

    /** Digests of those that have not expired, or only after that moment. */
    public static Set<Digest> needed(DSLContext sql, Instant expiredAfter) {
        return sql
                .selectDistinct(ArtifactTable.DIGEST)
                .from(ArtifactTable.TABLE)
                .where(ArtifactTable.EXPIRED_AT.isNull().or(ArtifactTable.EXPIRED_AT.gt(expiredAfter)))
                .fetch(ArtifactTable.DIGEST)
                .stream()
                .map(Digest::new)
                .collect(Collectors.toSet());
    }

    static RunArtifact read(Record row) {
        return new RunArtifact(
                row.get(ArtifactTable.RUN),
                row.get(ArtifactTable.TITLE),
                new Digest(row.get(ArtifactTable.DIGEST)),
                row.get(ArtifactTable.SIZE),
                row.get(ArtifactTable.CREATED_AT),
                row.get(ArtifactTable.EXPIRES_AT),
                row.get(ArtifactTable.EXPIRED_AT));
    }
}
