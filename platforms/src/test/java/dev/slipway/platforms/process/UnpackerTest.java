package dev.slipway.platforms.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnpackerTest {

    @TempDir
    Path temp;

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "a/../../evil", "/evil", "a\\..\\..\\evil", "C:/evil", "a.link"})
    void entryThatIsUnsafe_isRefused(String name) throws IOException {
        refused(Map.of(name, "x"), UnpackLimits.standard(), "artifact-unsafe");
        assertThat(temp.resolve("evil")).doesNotExist();
    }

    @Test
    void bombs_areRefused() throws IOException {
        refused(Map.of("zeros", "0".repeat(1 << 20)), new UnpackLimits(10, 1 << 30, 200, 1 << 16), "artifact-bomb");
        refused(Map.of("big", "0".repeat(5000)), new UnpackLimits(10, 4999, 1000, 1 << 20), "artifact-bomb");
        refused(Map.of("a", "", "b", ""), new UnpackLimits(1, 4999, 1000, 1 << 20), "artifact-bomb");
    }

    @Test
    void modes_areKept() throws IOException {
        Path archive = temp.resolve("good.zip");
        Fixture.zip(archive, Map.of("bin/run.sh", "echo"));
        Path target = Files.createDirectory(temp.resolve("good"));
        new Unpacker(UnpackLimits.standard()).unpack(archive, target);
        assertThat(target.resolve("bin/run.sh")).hasContent("echo").isExecutable();
    }

    @Test
    void gzippedTar_isUnpackedWithItsModes() throws IOException {
        Path archive = temp.resolve("good.tar.gz");
        tar(archive, Map.of("bin/run.sh", "echo", "lib/data", "x".repeat(100_000)), TarConstants.LF_NORMAL);
        Path target = Files.createDirectory(temp.resolve("good"));
        new Unpacker(UnpackLimits.standard()).unpack(archive, target);
        assertThat(target.resolve("bin/run.sh")).hasContent("echo").isExecutable();
        assertThat(target.resolve("lib/data")).hasSize(100_000);
    }

    @ParameterizedTest
    @ValueSource(bytes = {TarConstants.LF_SYMLINK, TarConstants.LF_LINK, TarConstants.LF_CHR, TarConstants.LF_FIFO})
    void linksAndDevicesInATar_areRefused(byte kind) throws IOException {
        Path archive = temp.resolve("bad.tar.gz");
        tar(archive, Map.of("evil", ""), kind);
        Path target = Files.createTempDirectory(temp, "target");
        assertThatThrownBy(() -> new Unpacker(UnpackLimits.standard()).unpack(archive, target))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo("artifact-unsafe"));
        assertThat(target).isEmptyDirectory();
    }

    private static void tar(Path archive, Map<String, String> files, byte kind) throws IOException {
        try (OutputStream out = Files.newOutputStream(archive);
                TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(out))) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                byte[] content = file.getValue().getBytes(StandardCharsets.UTF_8);
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey(), kind);
                entry.setMode(0755);
                entry.setSize(content.length);
                entry.setLinkName(kind == TarConstants.LF_NORMAL ? "" : "/etc/passwd");
                tar.putArchiveEntry(entry);
                tar.write(content);
                tar.closeArchiveEntry();
            }
        }
    }

    private void refused(Map<String, String> files, UnpackLimits limits, String code) throws IOException {
        Path archive = temp.resolve("bad.zip");
        Fixture.zip(archive, files);
        Path target = Files.createTempDirectory(temp, "target");
        assertThatThrownBy(() -> new Unpacker(limits).unpack(archive, target))
                .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.code()).isEqualTo(code));
    }
}
