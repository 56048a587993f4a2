package dev.slipway.store.rollout;

import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.val;

import dev.slipway.delivery.release.Release;
import dev.slipway.kernel.Digest;
import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import dev.slipway.store.rollout.Tables.ReleaseTable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;

/** The releases of all projects; a release is written once and never changed. */
public final class Releases {

    /**
     * Makes the release of these parts, or finds the one that was made of them before.
     *
     * @param draft a release whose id and number are not known yet; its id is ignored
     * @param configText {@code slipway.yml} as committed
     */
    public Release create(DSLContext sql, Release draft, String configText) {
        return create(sql, draft, configText, false);
    }

    /** The same for what is only to be shown in a preview. */
    public Release createPreview(DSLContext sql, Release draft, String configText) {
        return create(sql, draft, configText, true);
    }

    private Release create(DSLContext sql, Release draft, String configText, boolean preview) {
        Optional<Release> same = find(sql, draft.project(), draft.digest());
        if (same.isPresent()) {
            return same.get();
        }
        Long last = sql.select(coalesce(max(ReleaseTable.NUMBER), val(0L)))
                .from(ReleaseTable.TABLE)
                .where(ReleaseTable.PROJECT.eq(draft.project()))
                .fetchSingle()
                .value1();
        long number = (last == null ? 0 : last) + 1;
        Release release = named(draft, draft.project() + "-" + number);
        sql.insertInto(ReleaseTable.TABLE)
                .set(ReleaseTable.ID, release.id())
                .set(ReleaseTable.PROJECT, release.project())
                .set(ReleaseTable.NUMBER, number)
                .set(ReleaseTable.COMMIT, release.commit())
                .set(ReleaseTable.REF, release.ref())
                .set(ReleaseTable.AUTHOR, release.author())
                .set(ReleaseTable.PUSHED_BY, release.pushedBy())
                .set(ReleaseTable.TITLE, release.title())
                .set(ReleaseTable.ARTIFACTS, artifactsText(release))
                .set(ReleaseTable.CONFIG_DIGEST, release.config().hex())
                .set(ReleaseTable.CONFIG_TEXT, configText)
                .set(ReleaseTable.DIGEST, release.digest().hex())
                .set(ReleaseTable.CREATED_AT, release.createdAt().toEpochMilli())
                .set(ReleaseTable.PREVIEW, preview)
                .execute();
        return release;
    }

    /** @throws Problem NOT_FOUND, code {@code no-release} */
    public Release get(DSLContext sql, String id) {
        return find(sql, id).orElseThrow(() -> missing(id));
    }

    /** The release of this name, if there is one. */
    public Optional<Release> find(DSLContext sql, String id) {
        return sql.selectFrom(ReleaseTable.TABLE).where(ReleaseTable.ID.eq(id)).fetchOptional(Releases::read);
    }

    private static Problem missing(String id) {
        return Problem.of(
                Problem.Kind.NOT_FOUND,
                "no-release",
                "there is no release '" + id + "'",
                "`slipway releases` lists those that exist");
    }

    /** The text of {@code slipway.yml} that the release was made with. */
    public String configText(DSLContext sql, String id) {
        return sql.select(ReleaseTable.CONFIG_TEXT)
                .from(ReleaseTable.TABLE)
                .where(ReleaseTable.ID.eq(id))
                .fetchOptional(ReleaseTable.CONFIG_TEXT)
                .orElseThrow(() -> missing(id));
    }

    /** The newest that was not made for a preview. */
    public Optional<Release> newest(DSLContext sql, String project) {
        return sql.selectFrom(ReleaseTable.TABLE)
                .where(ReleaseTable.PROJECT.eq(project), ReleaseTable.PREVIEW.eq(false))
                .orderBy(ReleaseTable.NUMBER.desc())
                .limit(1)
                .fetchOptional(Releases::read);
    }

    /** Newest first. */
    public List<Release> ofProject(DSLContext sql, String project, int limit) {
        return sql.selectFrom(ReleaseTable.TABLE)
                .where(ReleaseTable.PROJECT.eq(project))
                .orderBy(ReleaseTable.NUMBER.desc())
                .limit(limit)
                .fetch(Releases::read);
    }

    /** The release that has this digest. */
    public Optional<Release> find(DSLContext sql, String project, Digest digest) {
        return sql.selectFrom(ReleaseTable.TABLE)
                .where(ReleaseTable.PROJECT.eq(project))
                .and(ReleaseTable.DIGEST.eq(digest.hex()))
                .fetchOptional(Releases::read);
    }

    /** Digests of the artifacts of all releases. */
    public static Set<Digest> artifacts(DSLContext sql) {
        return digests(sql, DSL.noCondition());
    }

    /** Digests of the artifacts that the releases of a commit are made of. */
    public static Set<Digest> artifacts(DSLContext sql, String project, String commit) {
        return digests(sql, ReleaseTable.PROJECT.eq(project).and(ReleaseTable.COMMIT.eq(commit)));
    }

    private static Set<Digest> digests(DSLContext sql, Condition which) {
        return sql
                .select(ReleaseTable.ARTIFACTS)
                .from(ReleaseTable.TABLE)
                .where(which)
                .fetch(ReleaseTable.ARTIFACTS)
                .stream()
                .flatMap(text -> digests(text).values().stream())
                .collect(Collectors.toSet());
    }

    private static SortedMap<String, Digest> digests(String artifacts) {
        TreeMap<String, Digest> digests = new TreeMap<>();
        Map<?, ?> texts = Json.read(artifacts, Map.class);
        texts.forEach((name, digest) -> digests.put(name.toString(), new Digest(digest.toString())));
        return digests;
    }

    private static Release named(Release draft, String id) {
        return new Release(
                id,
                draft.project(),
                draft.commit(),
                draft.ref(),
                draft.author(),
                draft.pushedBy(),
                draft.title(),
                draft.artifacts(),
                draft.config(),
                draft.digest(),
                draft.createdAt());
    }

    private static String artifactsText(Release release) {
        TreeMap<String, String> digests = new TreeMap<>();
        release.artifacts().forEach((name, digest) -> digests.put(name, digest.hex()));
        return Json.writeCanonical(digests);
    }

    private static Release read(Record row) {
        return new Release(
                row.get(ReleaseTable.ID),
                row.get(ReleaseTable.PROJECT),
                row.get(ReleaseTable.COMMIT),
                row.get(ReleaseTable.REF),
                row.get(ReleaseTable.AUTHOR),
                row.get(ReleaseTable.PUSHED_BY),
                row.get(ReleaseTable.TITLE),
                digests(row.get(ReleaseTable.ARTIFACTS)),
                new Digest(row.get(ReleaseTable.CONFIG_DIGEST)),
                new Digest(row.get(ReleaseTable.DIGEST)),
                Instant.ofEpochMilli(row.get(ReleaseTable.CREATED_AT)));
    }
}
