package dev.slipway.runner.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Artifacts and caches that want to write where they must not, each with what it is told. */
class HostileArchiveTest {

    private static final ExtractLimits LIMITS = new ExtractLimits(50, 100_000);

    private static final String CENTRAL_HEADER = "PK\u0001\u0002";

    @TempDir
    Path folder;

    Path out;
    Path outside;

    @BeforeEach
    void setUp() throws IOException {
        out = Files.createDirectory(folder.resolve("out"));
        outside = Files.createDirectory(folder.resolve("outside"));
    }

    private Problem refused(Extraction extraction) {
        Problem problem = catchThrowableOfType(Problem.class, extraction::run);
        assertThat(problem).isNotNull();
        assertThat(outside).isEmptyDirectory();
        assertThat(folder.resolve("evil")).doesNotExist();
        return problem;
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "a/../../evil", "/evil", "../outside/evil"})
    void artifactWhoseNamesLeaveItsFolder_isRefused(String name) throws IOException {
        ZipArchiveEntry entry = new ZipArchiveEntry(name);
        Problem problem = refused(() -> ZipReader.extract(zip(entry, "evil"), out, LIMITS));
        assertThat(problem.code()).isEqualTo("archive-escapes");
        assertThat(problem.message()).contains(name);
    }

    @Test
    void artifactWithALink_isRefused() {
        ZipArchiveEntry link = new ZipArchiveEntry("link");
        link.setUnixMode(UnixStat.LINK_FLAG | 0777);
        Problem problem = refused(() -> ZipReader.extract(zip(link, "/etc/passwd"), out, LIMITS));
        assertThat(problem.code()).isEqualTo("archive-has-links");
        assertThat(out).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 93, 95, 99})
    void artifactPackedInAnUnusualWay_isRefused(int method) throws IOException {
        Path archive = zip(new ZipArchiveEntry("file"), "content");
        byte[] bytes = Files.readAllBytes(archive);
        bytes[position(bytes, CENTRAL_HEADER) + 10] = (byte) method;
        Files.write(archive, bytes);
        Problem problem = refused(() -> ZipReader.extract(archive, out, LIMITS));
        assertThat(problem.code()).isEqualTo("archive-unreadable");
        assertThat(problem.message()).contains("'file'", "method " + method);
    }

    @Test
    void encryptedArtifact_isRefused() throws IOException {
        Path archive = zip(new ZipArchiveEntry("file"), "content");
        byte[] bytes = Files.readAllBytes(archive);
        bytes[position(bytes, CENTRAL_HEADER) + 8] |= 1;
        Files.write(archive, bytes);
        Problem problem = refused(() -> ZipReader.extract(archive, out, LIMITS));
        assertThat(problem.message()).contains("encrypted");
    }

    private static int position(byte[] bytes, String what) {
        return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf(what);
    }

    @Test
    void artifactLargerThanAllowed_isRefused_howeverSmallItsArchive() {
        ZipArchiveEntry zeros = new ZipArchiveEntry("zeros");
        Problem problem = refused(() -> ZipReader.extract(zip(zeros, "0".repeat(100_001)), out, LIMITS));
        assertThat(problem.code()).isEqualTo("archive-too-large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0/../evil", "0/a/../../evil", "0//evil", "0/../outside/evil"})
    void cacheWhoseNamesLeaveItsPaths_isRefused(String name) throws IOException {
        Path archive = tar(new TarArchiveEntry(name, true), "evil");
        Problem problem = refused(() -> TarArchive.extract(archive, List.of(out), LIMITS));
        assertThat(problem.code()).isEqualTo("archive-escapes");
    }

    @Test
    void fileBehindALinkOfTheSameCache_isNotWrittenThroughIt() throws IOException {
        TarArchiveEntry link = new TarArchiveEntry("0/link", TarArchiveEntry.LF_SYMLINK);
        link.setLinkName(outside.toString());
        Path archive = tar(link, "", new TarArchiveEntry("0/link/evil"), "evil");

        TarArchive.extract(archive, List.of(out), LIMITS);

        assertThat(outside).isEmptyDirectory();
        assertThat(out.resolve("link").toRealPath()).isEqualTo(out.toRealPath().resolve("link"));
    }

    @Test
    void fileBehindALinkThatIsThereAlready_isRefused() throws IOException {
        Files.createSymbolicLink(out.resolve("link"), outside);
        Path archive = tar(new TarArchiveEntry("0/link/evil"), "evil");
        Problem problem = refused(() -> TarArchive.extract(archive, List.of(out), LIMITS));
        assertThat(problem.code()).isEqualTo("archive-escapes");
    }

    private Path zip(ZipArchiveEntry entry, String content) throws IOException {
        Path archive = folder.resolve("x.zip");
        try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(archive)) {
            zip.putArchiveEntry(entry);
            zip.write(content.getBytes(UTF_8));
            zip.closeArchiveEntry();
        }
        return archive;
    }

    /** @param entries each with its content behind it */
    private Path tar(Object... entries) throws IOException {
        Path archive = folder.resolve("x.tgz");
        try (OutputStream file = Files.newOutputStream(archive);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(file), "UTF-8")) {
            for (int i = 0; i < entries.length; i += 2) {
                TarArchiveEntry entry = (TarArchiveEntry) entries[i];
                byte[] content = ((String) entries[i + 1]).getBytes(UTF_8);
                entry.setSize(content.length);
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
        return archive;
    }

    @FunctionalInterface
    private interface Extraction {
        void run() throws IOException;
    }
}
