package dev.slipway.runner.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.testkit.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which caches make room for new ones. */
class DiskCacheStoreTest {

    private static final CacheScope SHOP = scope("shop");

    @TempDir
    Path folder;

    private final SettableClock clock = SettableClock.at(Instant.parse("2026-03-01T12:00:00Z"));
    private DiskCacheStore caches;

    @BeforeEach
    void open() {
        caches = new DiskCacheStore(folder.resolve("caches"), 100, clock);
    }

    private static CacheScope scope(String project) {
        return new CacheScope(project, "refs/heads/main", List.of("refs/heads/main"));
    }

    private void save(CacheScope scope, String key) throws IOException {
        clock.advance(Duration.ofSeconds(1));
        Path archive = Files.writeString(folder.resolve("archive"), key.repeat(40));
        assertThat(caches.save(scope, "v1", key, archive)).isTrue();
    }

    private boolean finds(CacheScope scope, String key) throws IOException {
        clock.advance(Duration.ofSeconds(1));
        return caches.find(scope, "v1", key, List.of()).isPresent();
    }

    @Test
    void cacheThatWasUsedLongestAgo_makesRoom() throws IOException {
        save(SHOP, "a");
        save(SHOP, "b");
        assertThat(finds(SHOP, "a")).isTrue();

        save(SHOP, "c");

        assertThat(finds(SHOP, "b")).isFalse();
        assertThat(finds(SHOP, "a")).isTrue();
        assertThat(finds(SHOP, "c")).isTrue();
    }

    @Test
    void restartOfTheStore_forgetsNoUse() throws IOException {
        save(SHOP, "a");
        save(SHOP, "b");
        assertThat(finds(SHOP, "a")).isTrue();

        caches = new DiskCacheStore(folder.resolve("caches"), 100, clock);
        save(SHOP, "c");

        assertThat(finds(SHOP, "a")).isTrue();
        assertThat(finds(SHOP, "b")).isFalse();
    }

    @Test
    void projects_makeNoRoomForEachOther() throws IOException {
        save(scope("other"), "a");
        save(SHOP, "a");
        save(SHOP, "b");
        save(SHOP, "c");

        assertThat(finds(SHOP, "a")).isFalse();
        assertThat(finds(scope("other"), "a")).isTrue();
    }
}
