package dev.slipway.runner.action;

import dev.slipway.actions.workflow.CacheMode;
import dev.slipway.kernel.Digest;
import dev.slipway.kernel.Problem;
import dev.slipway.runner.cache.CacheScope;
import dev.slipway.runner.cache.CacheStore;
import dev.slipway.runner.file.ExtractLimits;
import dev.slipway.runner.file.FilePatterns;
import dev.slipway.runner.file.FileSearch;
import dev.slipway.runner.file.TarArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code actions/cache}, {@code actions/cache/restore} and {@code actions/cache/save}. */
final class CacheAction implements NativeAction {

    /** GitHub's own limit. */
    private static final int LONGEST_KEY = 512;

    private final Part part;

    CacheAction(Part part) {
        this.part = part;
    }

    @Override
    public List<String> inputs() {
        return List.of(
                "path",
                "key",
                "restore-keys",
                "upload-chunk-size",
                "enablecrossosarchive",
                "fail-on-cache-miss",
                "lookup-only",
                "save-always");
    }

    @Override
    public ActionResult run(ActionCall call) throws IOException, InterruptedException {
        String key = key(call);
        FilePatterns paths = call.patterns(call.require("path"));
        if (part == Part.SAVE) {
            save(call, key, paths);
            return ActionResult.of(Map.of());
        }
        Optional<CacheStore.CacheHit> hit = find(call, key, paths);
        boolean exact = hit.isPresent() && hit.get().key().equalsIgnoreCase(key);
        if (hit.isPresent()) {
            restore(call, paths, hit.get());
        } else if (call.flag("fail-on-cache-miss", false)) {
            throw Problem.of(
                    Problem.Kind.NOT_FOUND,
                    "cache-miss",
                    "Failed to restore cache entry. Exiting as fail-on-cache-miss is set. Input key: " + key,
                    "run the job that saves this cache first");
        } else {
            call.say("Cache not found for input keys: " + key);
        }
        Optional<ActionResult.Post> post =
                part == Part.RESTORE_AND_SAVE && !exact ? Optional.of(() -> save(call, key, paths)) : Optional.empty();
        return new ActionResult(outputs(key, hit, exact), post);
    }

    private static Optional<CacheStore.CacheHit> find(ActionCall call, String key, FilePatterns paths)
            throws IOException {
        CacheScope scope = call.facts().cache();
        if (!scope.mode().reads()) {
            call.say("Cache restore skipped: the effective cache-mode '"
                    + scope.mode().text() + "' does not permit reads.");
            return Optional.empty();
        }
        return call.stores().caches().find(scope, version(paths), key, restoreKeys(call));
    }

    private static Map<String, String> outputs(String key, Optional<CacheStore.CacheHit> hit, boolean exact) {
        Map<String, String> outputs = new LinkedHashMap<>();
        outputs.put("cache-primary-key", key);
        hit.ifPresent(found -> outputs.put("cache-hit", Boolean.toString(exact)));
        hit.ifPresent(found -> outputs.put("cache-matched-key", found.key()));
        return outputs;
    }

    private static String key(ActionCall call) {
        String key = call.require("key");
        if (key.length() > LONGEST_KEY || key.contains(",")) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-cache-key",
                    "Key Validation Error: " + key + " is longer than " + LONGEST_KEY
                            + " characters or contains commas",
                    "shorten it, for example with hashFiles()");
        }
        return key;
    }

    private static List<String> restoreKeys(ActionCall call) {
        return call.input("restore-keys")
                .orElse("")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    /** Archives fit each other when they were made of the same paths. */
    private static String version(FilePatterns paths) {
        return Digest.of(String.join("\n", paths.included())).brief();
    }

    private static void restore(ActionCall call, FilePatterns paths, CacheStore.CacheHit hit)
            throws IOException, InterruptedException {
        if (call.flag("lookup-only", false)) {
            call.say("Cache found and can be restored from key: " + hit.key());
            return;
        }
        call.reach().untar(hit.archive(), paths.searchPaths(), ExtractLimits.USUAL);
        call.say("Cache restored from key: " + hit.key());
    }

    private static void save(ActionCall call, String key, FilePatterns paths) throws IOException, InterruptedException {
        CacheMode mode = call.facts().cache().mode();
        if (!mode.writes()) {
            call.say("Cache save skipped: the effective cache-mode '" + mode.text() + "' does not permit writes.");
            return;
        }
        CacheStore caches = call.stores().caches();
        if (caches.exists(call.facts().cache(), version(paths), key)) {
            call.say("Cache hit occurred on the primary key " + key + ", not saving cache.");
            return;
        }
        List<Path> files = call.reach().find(new FileSearch(FileSearch.Links.KEPT, true), paths);
        if (files.isEmpty()) {
            call.warn("Path Validation Error: Path(s) specified in the action for caching do(es) not exist, hence no"
                    + " cache is being saved.");
            return;
        }
        Path archive = Files.createTempFile(call.workspace().commands(), "cache-", ".tar.gz");
        TarArchive.write(call.reach(), paths.searchPaths(), files, archive);
        long size = Files.size(archive);
        if (caches.save(call.facts().cache(), version(paths), key, archive)) {
            call.say("Cache saved with key: " + key + " (" + files.size() + " files, " + size + " bytes)");
        }
    }

    /** Which half of the action is wanted. */
    enum Part {
        RESTORE_AND_SAVE,
        RESTORE,
        SAVE
    }
}
