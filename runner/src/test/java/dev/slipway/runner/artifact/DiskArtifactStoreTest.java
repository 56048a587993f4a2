package dev.slipway.runner.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.kernel.Digest;
import dev.slipway.runner.artifact.ArtifactStore.Kept;
import dev.slipway.runner.artifact.ArtifactStore.Terms;
import dev.slipway.testkit.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long artifacts are kept, and which bytes may go. */
class DiskArtifactStoreTest {

    private static final Duration LONGEST = Duration.ofDays(30);

    @TempDir
    Path folder;

    private final SettableClock clock = SettableClock.start();
    private DiskArtifactStore store;

    @BeforeEach
    void open() {
        store = new DiskArtifactStore(folder.resolve("artifacts"), LONGEST, clock);
    }

    private Artifact save(String run, String name, String content) throws IOException {
        return save(run, name, content, Terms.USUAL);
    }

    private Artifact save(String run, String name, String content, Terms terms) throws IOException {
        Path archive = Files.createTempFile(folder, "archive", ".zip");
        return store.save(run, name, Files.writeString(archive, content), terms);
    }

    @Test
    void artifact_staysAsLongAsItIsAskedTo_butNotLonger() throws IOException {
        Terms week = Terms.ofArchive(false, Optional.of(Duration.ofDays(7)));
        Terms year = Terms.ofArchive(false, Optional.of(Duration.ofDays(365)));
        assertThat(save("run-1", "short", "a", week).expiresAt())
                .contains(clock.instant().plus(Duration.ofDays(7)));
        assertThat(save("run-1", "usual", "b").expiresAt())
                .contains(clock.instant().plus(LONGEST));
        assertThat(save("run-1", "long", "c", year).expiresAt())
                .contains(clock.instant().plus(LONGEST));
        store.inherit("run-2", "run-1");
        assertThat(store.list("run-2")).isEqualTo(store.list("run-1"));
    }

    @Test
    void singleFile_keepsItsType_alsoInAnotherAttempt() throws IOException {
        Artifact file = save("run-1", "notes.txt", "a", new Terms(false, Optional.empty(), "text/plain"));
        Artifact archive = save("run-1", "notes", "b");
        store.inherit("run-2", "run-1");
        assertThat(store.list("run-2")).containsExactly(archive, file);
        assertThat(store.list("run-2")).extracting(Artifact::fileName).containsExactly("notes.zip", "notes.txt");
        assertThat(store.list("run-2")).extracting(Artifact::isArchive).containsExactly(true, false);
    }

    @Test
    void artifactFromBeforeTheyHadAnEnd_hasNone() throws IOException {
        Artifact artifact = save("run-1", "old", "a");
        Path record =
                folder.resolve("artifacts/runs/run-1").resolve(Digest.of("old").hex() + ".json");
        String text = Files.readString(record);
        Files.writeString(record, text.replaceFirst(",\"expiresAt\":\"[^\"]*\"", ""));
        assertThat(Files.readString(record)).isNotEqualTo(text);
        Artifact expected = new Artifact(
                "old", artifact.digest(), artifact.sizeBytes(), Artifact.ZIP, artifact.createdAt(), Optional.empty());
        assertThat(store.list("run-1")).containsExactly(expected);
    }

    @Test
    void bytesThatNothingNames_go_andThoseOfOthersStay() throws IOException {
        Artifact shared = save("run-1", "app", "shared");
        save("run-2", "app", "shared");
        Artifact lone = save("run-1", "report", "lone");
        Artifact pinned = save("run-1", "jar", "pinned");
        for (Artifact artifact : List.of(shared, lone, pinned)) {
            store.forget(new Kept("run-1", artifact));
        }
        assertThat(store.list("run-1")).isEmpty();

        assertThat(store.removeUnnamed(Set.of(pinned.digest()))).isEqualTo("lone".length());

        assertThat(store.content(shared)).isPresent();
        assertThat(store.content(pinned)).isPresent();
        assertThat(store.content(lone)).isEmpty();
    }

    @Test
    void artifactThatWasReplacedMeanwhile_isNotForgotten() throws IOException {
        Artifact old = save("run-1", "app", "old");
        Artifact fresh = save("run-1", "app", "new", Terms.ofArchive(true, Optional.empty()));
        store.forget(new Kept("run-1", old));
        assertThat(store.list("run-1")).containsExactly(fresh);
    }

    @Test
    void whatAnUploadThatWasCutShortHasLeft_goes() throws IOException {
        Artifact kept = save("run-1", "app", "kept");
        Path torn = store.content(kept).orElseThrow().resolveSibling("incoming-12");
        Files.writeString(torn, "half");
        assertThat(store.removeUnnamed(Set.of())).isEqualTo("half".length());
        assertThat(torn).doesNotExist();
        assertThat(store.content(kept)).isPresent();
    }

    /** Both keep saving and dropping the same bytes, while others are swept: whoever has just saved them finds them. */
    @Test
    void bytesThatAreSavedWhileOthersGo_stay() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Future<Integer>> savers = List.of(threads.submit(saving("run-1")), threads.submit(saving("run-2")));
            long removed = 0;
            while (!savers.stream().allMatch(Future::isDone)) {
                removed += store.removeUnnamed(Set.of());
            }
            assertThat(savers.get(0).get() + savers.get(1).get()).isZero();
            assertThat(removed + store.removeUnnamed(Set.of())).isPositive();
        }
    }

    /** @return how often the bytes of something that was kept were gone */
    private Callable<Integer> saving(String run) {
        return () -> {
            int gone = 0;
            for (int i = 0; i < 150; i++) {
                Artifact artifact = save(run, "app", "same", Terms.ofArchive(true, Optional.empty()));
                gone += store.content(artifact).isPresent() ? 0 : 1;
                store.remove(run, "app");
            }
            return gone;
        };
    }
}
