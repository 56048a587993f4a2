package dev.slipway.runner.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.slipway.kernel.Problem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Archives with broken bytes: they are refused or unpacked, and nothing lands outside of the folder. {@code
 * -Dslipway.fuzz.rounds=100000} looks longer.
 */
class ArchiveRobustnessTest {

    private static final int ROUNDS = Integer.getInteger("slipway.fuzz.rounds", 300);
    private static final ExtractLimits LIMITS = new ExtractLimits(50, 100_000);

    @TempDir
    Path folder;

    @Test
    void brokenZips_areRefusedOrStayInTheirFolder() throws IOException {
        byte[] whole = zip("a.txt", "b/c.txt", "b/../d.txt");
        Random random = new Random(11);
        for (int i = 0; i < ROUNDS; i++) {
            Path archive = Files.write(folder.resolve("x.zip"), broken(whole, random));
            check(() -> ZipReader.extract(archive, folder.resolve("out"), LIMITS));
        }
    }

    @Test
    void brokenCaches_areRefusedOrStayBelowTheirRoots() throws Exception {
        Path root = Files.createDirectories(folder.resolve("out"));
        Path file = Files.writeString(root.resolve("a.txt"), "text");
        Path link = Files.createSymbolicLink(root.resolve("l"), Path.of("a.txt"));
        Path archive = folder.resolve("x.tgz");
        TarArchive.write(new HostReach(), List.of(root), List.of(file, link), archive);
        byte[] tar = new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(archive))).readAllBytes();
        Random random = new Random(12);
        for (int i = 0; i < ROUNDS; i++) {
            Files.write(archive, zipped(broken(tar, random)));
            check(() -> TarArchive.extract(archive, List.of(root), LIMITS));
        }
    }

    @Test
    void namesThatNoFileCanHave_areRefused() throws IOException {
        Path archive = Files.write(folder.resolve("x.zip"), zip("a\0b"));

        assertThatThrownBy(() -> ZipReader.extract(archive, folder.resolve("out"), LIMITS))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("archive-escapes"));
    }

    private void check(Extraction extraction) throws IOException {
        Throwable thrown = catchThrowable(extraction::run);
        if (thrown != null) {
            assertThat(thrown).isInstanceOfAny(IOException.class, Problem.class);
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(Path::getFileName).map(Path::toString)).isSubsetOf("x.zip", "x.tgz", "out");
        }
    }

    private static byte[] broken(byte[] whole, Random random) {
        byte[] bytes = whole.clone();
        for (int i = 0; i <= random.nextInt(4); i++) {
            bytes[random.nextInt(bytes.length)] = (byte) (random.nextInt(3) == 0 ? '/' : random.nextInt(256));
        }
        return bytes;
    }

    private static byte[] zip(String... names) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String name : names) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(name.getBytes(StandardCharsets.UTF_8));
            }
        }
        return out.toByteArray();
    }

    private static byte[] zipped(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    @FunctionalInterface
    private interface Extraction {
        void run() throws IOException;
    }
}
