package dev.slipway.runner.cache;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Keeps caches between runs. Entries are immutable: the first one saved under a key stays. */
public interface CacheStore {

    /**
     * Looks in each readable ref, nearest first: for exactly the key, then for the newest entry that starts with it, then
     * for the newest that starts with each of the restore keys in turn.
     *
     * @param version equal for steps whose archives fit each other
     */
    Optional<CacheHit> find(CacheScope scope, String version, String key, List<String> restoreKeys) throws IOException;

    /**
     * Takes a finished archive over, unless the ref has an entry of that key and version.
     *
     * @param archive moved away
     * @return whether it was taken
     */
    boolean save(CacheScope scope, String version, String key, Path archive) throws IOException;

    /** True when {@link #save} would take nothing, which spares packing. */
    boolean exists(CacheScope scope, String version, String key) throws IOException;

    /**
     * A cache that was found.
     *
     * @param key that it was saved under
     * @param archive to be read only
     */
    record CacheHit(String key, Path archive) {}
}
