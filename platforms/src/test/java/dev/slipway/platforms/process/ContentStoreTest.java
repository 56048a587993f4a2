package dev.slipway.platforms.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.kernel.Digest;
import dev.slipway.testkit.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stays unpacked, and what is unpacked again when it is needed. */
class ContentStoreTest {

    @TempDir
    Path folder;

    private final SettableClock clock = SettableClock.start();
    private final Map<Digest, Path> artifacts = new HashMap<>();
    private ContentStore store;

    @BeforeEach
    void open() throws IOException {
        store = new ContentStore(
                folder.resolve("content"),
                wanted -> Optional.ofNullable(artifacts.get(wanted)),
                ProcessOptions.standard().unpack(),
                clock);
    }

    /** Unpacked one minute after the other. */
    private List<Digest> unpacked(int count) throws IOException {
        List<Digest> digests = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            Path archive = folder.resolve(number + ".zip");
            Fixture.zip(archive, Map.of("number", Integer.toString(number)));
            Digest digest = Digest.of(archive);
            artifacts.put(digest, archive);
            store.get(digest);
            digests.add(digest);
            clock.advance(Duration.ofMinutes(1));
        }
        return digests;
    }

    private boolean isUnpacked(Digest digest) {
        return Files.isDirectory(folder.resolve("content").resolve(digest.hex()));
    }

    @Test
    void whatWasNotUsedLately_isRemoved_andUnpackedAgainWhenItIsNeeded() throws IOException {
        List<Digest> digests = unpacked(ContentStore.KEPT + 3);
        clock.advance(ContentStore.FRESH);

        store.tidy(Set.of(digests.get(1)), _ -> true);

        assertThat(isUnpacked(digests.get(0))).isFalse();
        assertThat(isUnpacked(digests.get(1))).as("an instance needs it").isTrue();
        assertThat(isUnpacked(digests.get(2))).isFalse();
        assertThat(digests.subList(3, digests.size())).allMatch(this::isUnpacked);
        assertThat(store.get(digests.get(0)).resolve("number")).hasContent("0");
    }

    @Test
    void whatWasUsedWithinADay_stays() throws IOException {
        List<Digest> digests = unpacked(ContentStore.KEPT + 2);
        clock.advance(ContentStore.FRESH.minusHours(1));

        store.tidy(Set.of(), _ -> true);

        assertThat(digests).allMatch(this::isUnpacked);
    }

    @Test
    void whatIsTakenUpWhileOthersAreRemoved_stays() throws IOException {
        List<Digest> digests = unpacked(ContentStore.KEPT + 1);
        clock.advance(ContentStore.FRESH);

        store.tidy(Set.of(), digest -> {
            try {
                return Files.isDirectory(store.get(digest));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });

        assertThat(digests).allMatch(this::isUnpacked);
    }

    @Test
    void whatSomethingWasMadeOf_staysForAsLongAsThat() throws IOException {
        List<Digest> digests = unpacked(ContentStore.KEPT + 2);
        clock.advance(ContentStore.FRESH);

        store.tidy(Set.of(), digests.get(0)::equals);

        assertThat(isUnpacked(digests.get(0))).isFalse();
        assertThat(isUnpacked(digests.get(1))).isTrue();
    }
}
