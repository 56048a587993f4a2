package dev.slipway.observe.store;

import static dev.slipway.observe.store.Stores.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.observe.block.BlockDamage;
import dev.slipway.observe.disk.DurableFiles;
import dev.slipway.promql.series.Matcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bits flip in every kind of file: the store opens, says what it lost, and never answers with a wrong sample. */
class DamageTest {

    private static final long HOUR = 3_600_000;
    private static final int SERIES = 3;
    private static final long END = START + 4 * HOUR;

    @TempDir
    Path temp;

    @BeforeEach
    void blocksDeletionsAndLog() throws IOException {
        Path running = temp.resolve("running");
        try (TimeSeriesStore store = Stores.open(running)) {
            Stores.fill(store, SERIES, START, END - HOUR);
            Stores.fill(store, SERIES, END - HOUR, END);
            store.maintain();
            store.delete(List.of(Matcher.equal("instance", "i0")), START, START + HOUR);
            Stores.fill(store, SERIES, END, END + HOUR / 4);
            copy(running, temp.resolve("original"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"meta.json", "index", "chunks", "deletions", "wal"})
    void flippedBits_areFoundAndNeverAnswered(String kind) throws IOException {
        Random random = new Random(kind.hashCode());
        for (int round = 0; round < 12; round++) {
            Path damaged = temp.resolve("damaged-" + round);
            copy(temp.resolve("original"), damaged);
            flip(pick(damaged, kind, random), random);
            try (TimeSeriesStore store = Stores.open(damaged)) {
                int missing = missing(store);
                assertThat(store.report().log().isEmpty()
                                && store.status().damages().isEmpty())
                        .as("%d samples are missing without a word", missing)
                        .isFalse();
                assertThat(Stores.append(store, Stores.labels(0), END + HOUR, 1).accepted())
                        .isEqualTo(1);
            }
        }
    }

    /** Every sample that is answered is one that was appended. */
    private static int missing(TimeSeriesStore store) {
        int missing = 0;
        for (int i = 0; i < SERIES; i++) {
            List<String> expected = new ArrayList<>(Stores.expected(i, START, END + HOUR / 4));
            if (i == 0) {
                expected.removeAll(Stores.expected(0, START, START + HOUR + 1));
            }
            List<String> found = Stores.all(store).getOrDefault(Stores.labels(i), List.of());
            assertThat(expected).containsAll(found);
            missing += expected.size() - found.size();
        }
        return missing;
    }

    @Test
    void blockCutShort_isPutAside() throws IOException {
        Path damaged = temp.resolve("short");
        copy(temp.resolve("original"), damaged);
        Path index = pick(damaged, "index", new Random(1));
        Files.write(index, java.util.Arrays.copyOf(Files.readAllBytes(index), 100));
        try (TimeSeriesStore store = Stores.open(damaged)) {
            assertThat(store.report().isWhole()).isFalse();
            assertThat(store.report().blocks()).singleElement().isInstanceOf(BlockDamage.Unusable.class);
            assertThat(store.report().sentences()).singleElement().asString().contains("put aside as damaged-");
        }
        try (TimeSeriesStore store = Stores.open(damaged)) {
            assertThat(store.report().blocks()).isEmpty();
        }
    }

    @Test
    void unfinishedAndCondemnedFolders_areSwept() throws IOException {
        Path blocks = temp.resolve("running/blocks");
        Files.createDirectories(blocks.resolve("b0000000009.tmp"));
        Files.writeString(
                Files.createDirectories(blocks.resolve("b0000000008.deleted")).resolve("chunks"), "x");
        try (TimeSeriesStore store = Stores.open(temp.resolve("running"))) {
            assertThat(store.report().isWhole()).isTrue();
            try (Stream<Path> left = Files.list(blocks)) {
                assertThat(left).hasSize(1);
            }
        }
    }

    private static Path pick(Path store, String kind, Random random) throws IOException {
        try (Stream<Path> files = Files.walk(store)) {
            List<Path> candidates = files.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().equals(kind)
                            || (kind.equals("wal") && file.getParent().endsWith("wal")))
                    .sorted()
                    .toList();
            return candidates.get(random.nextInt(candidates.size()));
        }
    }

    private static void flip(Path file, Random random) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, bytes);
    }

    private static void copy(Path from, Path to) throws IOException {
        DurableFiles.deleteTree(to);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
