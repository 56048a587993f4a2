package dev.slipway.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.slipway.kernel.Problem;
import dev.slipway.runner.file.ExtractLimits;
import dev.slipway.runner.file.FileTree;
import dev.slipway.runner.file.TarArchive;
import dev.slipway.runner.file.ZipReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Whatever an archive says, nothing is written outside of the folder it is unpacked into. */
class ArchiveFuzzTest {

    private static final ExtractLimits LIMITS = new ExtractLimits(100, 1 << 20);

    /** Unpacks an archive into a folder. */
    @FunctionalInterface
    private interface Extraction {
        void into(Path folder, Path archive) throws IOException;
    }

    @FuzzTest(maxDuration = "2m")
    void zip_staysInItsFolder(byte[] data) throws IOException {
        unpack((folder, archive) -> {
            Files.write(archive, data);
            ZipReader.extract(archive, folder, LIMITS);
            assertNoLinks(folder);
        });
    }

    /**
     * Packed here, for no mutation gets past the checksum of gzip. Links may lead anywhere, as they did in the cached
     * folder; nothing is written through them.
     */
    @FuzzTest(maxDuration = "2m")
    void tar_staysInItsFolder(byte[] data) throws IOException {
        unpack((folder, archive) -> {
            try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(archive))) {
                out.write(data);
            }
            TarArchive.extract(archive, List.of(folder), LIMITS);
        });
    }

    private static void unpack(Extraction extraction) throws IOException {
        Path around = Files.createTempDirectory("archive").toRealPath();
        try {
            Path folder = Files.createDirectory(around.resolve("folder"));
            Path canary = Files.writeString(around.resolve("canary"), "alive");
            Path archive = around.resolve("archive");
            try {
                extraction.into(folder, archive);
            } catch (IOException | Problem refused) {
                assertThat(refused).hasMessageMatching("(?s).*");
            }
            assertThat(Files.readString(canary)).isEqualTo("alive");
            assertThat(names(around)).isSubsetOf("archive", "canary", "folder");
            assertThat(Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)).isTrue();
        } finally {
            FileTree.remove(around);
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.map(child -> child.getFileName().toString()).toList();
        }
    }

    private static void assertNoLinks(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            assertThat(all).noneMatch(Files::isSymbolicLink);
        }
    }
}
