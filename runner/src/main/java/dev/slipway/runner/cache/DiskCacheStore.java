package dev.slipway.runner.cache;

import dev.slipway.kernel.Digest;
import dev.slipway.kernel.Json;
import dev.slipway.runner.file.BlobFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Keeps caches in a folder up to a total size; the ones used longest ago make room for new ones. When a cache was last
 * used is the time of its index file.
 */
public final class DiskCacheStore implements CacheStore {

    private final Path index;
    private final BlobFolder blobs;
    private final long mostBytes;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();

    /**
     * @param mostBytes of all archives of one project together; GitHub allows 10 GiB
     */
    public DiskCacheStore(Path folder, long mostBytes, InstantSource clock) {
        this.index = folder.resolve("index");
        this.blobs = new BlobFolder(folder.resolve("blobs"));
        this.mostBytes = mostBytes;
        this.clock = clock;
    }

    @Override
    public Optional<CacheHit> find(CacheScope scope, String version, String key, List<String> restoreKeys)
            throws IOException {
        List<Entry> all = entries(scope.project());
        List<String> prefixes = new ArrayList<>(List.of(key));
        prefixes.addAll(restoreKeys);
        for (String ref : scope.readable()) {
            List<Entry> here = all.stream()
                    .filter(entry -> entry.ref().equals(ref) && entry.version().equals(version))
                    .toList();
            Optional<Entry> hit = newest(here, entry -> entry.key().equalsIgnoreCase(key));
            for (int i = 0; hit.isEmpty() && i < prefixes.size(); i++) {
                String prefix = prefixes.get(i).toLowerCase(Locale.ROOT);
                hit = newest(here, entry -> entry.key().toLowerCase(Locale.ROOT).startsWith(prefix));
            }
            if (hit.isPresent()) {
                used(scope.project(), hit.get());
                return archive(hit.get());
            }
        }
        return Optional.empty();
    }

    private Optional<Entry> newest(List<Entry> entries, Predicate<Entry> wanted) {
        return entries.stream()
                .filter(wanted)
                .max(Comparator.comparing(Entry::savedAt))
                .filter(entry -> archive(entry).isPresent());
    }

    private Optional<CacheHit> archive(Entry entry) {
        return blobs.find(new Digest(entry.sha256())).map(archive -> new CacheHit(entry.key(), archive));
    }

    private void used(String project, Entry entry) throws IOException {
        lock.lock();
        try {
            Path file = file(project, entry);
            if (Files.exists(file)) {
                Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean save(CacheScope scope, String version, String key, Path archive) throws IOException {
        lock.lock();
        try {
            if (exists(scope, version, key)) {
                return false;
            }
            long size = Files.size(archive);
            makeRoom(scope.project(), size);
            Digest digest = blobs.take(archive);
            Entry entry = new Entry(scope.ref(), version, key, digest.hex(), size, clock.instant());
            BlobFolder.replace(file(scope.project(), entry), Json.write(entry));
            used(scope.project(), entry);
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean exists(CacheScope scope, String version, String key) throws IOException {
        return entries(scope.project()).stream()
                .anyMatch(entry -> entry.ref().equals(scope.ref())
                        && entry.version().equals(version)
                        && entry.key().equalsIgnoreCase(key));
    }

    private void makeRoom(String project, long needed) throws IOException {
        List<Use> oldestFirst = new ArrayList<>();
        for (Entry entry : entries(project)) {
            oldestFirst.add(new Use(entry, Files.getLastModifiedTime(file(project, entry))));
        }
        oldestFirst.sort(Comparator.comparing(Use::at));
        long total =
                oldestFirst.stream().mapToLong(use -> use.entry().sizeBytes()).sum() + needed;
        for (int i = 0; i < oldestFirst.size() && total > mostBytes; i++) {
            Entry old = oldestFirst.get(i).entry();
            total -= old.sizeBytes();
            Files.deleteIfExists(file(project, old));
            removeUnnamed(old.sha256());
        }
    }

    /** Another project, or another key, may have saved the same bytes. */
    private void removeUnnamed(String sha256) throws IOException {
        try (Stream<Path> projects = Files.list(index)) {
            for (Path project : projects.toList()) {
                if (read(project).stream().anyMatch(entry -> entry.sha256().equals(sha256))) {
                    return;
                }
            }
        }
        blobs.remove(new Digest(sha256));
    }

    private List<Entry> entries(String project) throws IOException {
        return read(folder(project));
    }

    private static List<Entry> read(Path folder) throws IOException {
        List<Entry> entries = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith(".json")).toList()) {
                    entries.add(Json.read(Files.readString(file), Entry.class));
                }
            }
        }
        return entries;
    }

    private Path folder(String project) {
        return index.resolve(Digest.of(project).brief());
    }

    private Path file(String project, Entry entry) {
        return folder(project)
                .resolve(Digest.of(entry.ref() + '\n' + entry.version() + '\n' + entry.key())
                                .hex() + ".json");
    }

    /** When a cache was last saved or found. */
    private record Use(Entry entry, FileTime at) {}

    private record Entry(String ref, String version, String key, String sha256, long sizeBytes, Instant savedAt) {}
}
