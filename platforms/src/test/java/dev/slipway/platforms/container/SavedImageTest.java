package dev.slipway.platforms.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Archives of images: which image they hold, and what they may not call it. */
class SavedImageTest {

    private static final String ID = "ab".repeat(32);
    private static final String MANIFEST = "[{\"Config\":\"" + ID + ".json\",\"RepoTags\":[\"shop:1\"],\"Layers\":[]}]";

    @TempDir
    Path folder;

    private Path archive;

    @BeforeEach
    void name() {
        archive = folder.resolve("image.tar");
    }

    private void holding(String... namesAndTexts) throws IOException {
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(archive))) {
            for (int i = 0; i < namesAndTexts.length; i += 2) {
                byte[] bytes = namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8);
                TarArchiveEntry entry = new TarArchiveEntry(namesAndTexts[i]);
                entry.setSize(bytes.length);
                tar.putArchiveEntry(entry);
                tar.write(bytes);
                tar.closeArchiveEntry();
            }
        }
    }

    private void isRefused(String why) {
        assertThatThrownBy(() -> SavedImage.id(archive, "slipway-release"))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.code()).isEqualTo("bad-image-archive"))
                .hasMessageContaining(why);
    }

    @Test
    void id_isThatOfItsConfiguration() throws IOException {
        holding("repositories", "{\"shop\":{}}", "manifest.json", MANIFEST);

        assertThat(SavedImage.id(archive, "slipway-release")).isEqualTo("sha256:" + ID);
    }

    @ParameterizedTest
    @CsvSource({"manifest.json", "./manifest.json", "index.json", "repositories"})
    void archiveThatGivesItsImageTheNameOfAnother_isRefused(String file) throws IOException {
        String stolen = MANIFEST.replace("shop:1", "slipway-release:" + "cd".repeat(32));
        holding("first.json", "{}", "manifest.json", MANIFEST, file, stolen);

        isRefused(file.replace("./", "") + " names it slipway-release");
    }

    @Test
    void archiveWithoutImage_orWithSeveral_isRefused() throws IOException {
        holding("readme", "nothing");
        isRefused("it has no manifest.json");
        holding("manifest.json", "[" + MANIFEST.substring(1, MANIFEST.length() - 1) + ",{}]");
        isRefused("it holds 2 images");
    }

    @Test
    void manifestThatIsTooLarge_isRefused() throws IOException {
        holding("manifest.json", MANIFEST + " ".repeat(1 << 20));
        isRefused("is larger than 1048576 bytes");
    }
}
