package dev.slipway.platforms.container;

import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What an archive of {@code docker save} says about itself, after its {@code manifest.json} (Docker Image Specification
 * v1.2, and the OCI image layout that newer engines write beside it).
 */
final class SavedImage {

    private static final String MANIFEST = "manifest.json";
    private static final int MANIFEST_LIMIT = 1 << 20;

    private SavedImage() {}

    /**
     * The id of its only image: the digest of its configuration, by which an engine that loads it knows it.
     *
     * @throws Problem of kind INVALID, code {@code bad-image-archive}, when it holds none or several
     */
    static String id(Path archive) throws IOException {
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new BufferedInputStream(Files.newInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (entry.getName().equals(MANIFEST)) {
                    return id(new String(tar.readNBytes(MANIFEST_LIMIT), StandardCharsets.UTF_8));
                }
            }
        }
        throw bad("it has no " + MANIFEST);
    }

    private static String id(String manifest) {
        try {
            JsonNode images = Json.mapper().readTree(manifest);
            if (images.size() != 1) {
                throw bad("it holds " + images.size() + " images");
            }
            String config = images.get(0).path("Config").asString("");
            String hex = config.substring(config.lastIndexOf('/') + 1).replaceFirst("\\.json$", "");
            if (!hex.matches("[0-9a-f]{64}")) {
                throw bad("its configuration is '" + config + "'");
            }
            return "sha256:" + hex;
        } catch (JacksonException e) {
            throw bad("its " + MANIFEST + " cannot be read: " + e.getOriginalMessage());
        }
    }

    private static Problem bad(String why) {
        return Problem.of(
                Problem.Kind.INVALID,
                "bad-image-archive",
                "the archive of the image cannot be used: " + why,
                "make it with 'docker save --output image.tar NAME'");
    }
}
