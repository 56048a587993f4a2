package dev.slipway.actions.workflow;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a job may do with caches: {@code cache-mode} of a workflow or a job. It keeps what an untrusted event brings from
 * poisoning caches, and what is to be published from being made of poisoned ones.
 */
public enum CacheMode {
    /** Restore only. */
    READ(true, false),
    /** Restore and save. */
    WRITE(true, true),
    /** Save only: nothing that others have saved gets in. */
    WRITE_ONLY(false, true),
    /** Neither. */
    NONE(false, false);

    /** Events behind which stands somebody who may push, and those whose caches nobody else reads. */
    private static final Set<String> TRUSTED = Set.of(
            "push",
            "schedule",
            "workflow_dispatch",
            "repository_dispatch",
            "create",
            "delete",
            "pull_request",
            "registry_package",
            "page_build");

    private final boolean reads;
    private final boolean writes;

    CacheMode(boolean reads, boolean writes) {
        this.reads = reads;
        this.writes = writes;
    }

    static Optional<CacheMode> of(Block block) {
        return block.text("cache-mode")
                .flatMap(text -> Arrays.stream(values())
                        .filter(mode -> mode.text().equals(text))
                        .findFirst());
    }

    /** What holds where nothing is written: who can start {@code event} without a right to push may not save. */
    public static CacheMode usual(String event) {
        return TRUSTED.contains(event) ? WRITE : READ;
    }

    /** Whether caches may be restored. */
    public boolean reads() {
        return reads;
    }

    /** Whether caches may be saved. */
    public boolean writes() {
        return writes;
    }

    /** True when it allows something that the other does not. */
    public boolean exceeds(CacheMode most) {
        return (reads && !most.reads) || (writes && !most.writes);
    }

    /** As it is written, for example {@code write-only}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
