package dev.slipway.platforms.container;

import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
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

    /** Where an archive says by which names an engine is to know its images: as of Docker 1.10, of OCI, and before. */
    private static final Set<String> NAMING = Set.of(MANIFEST, "index.json", "repositories");

    private SavedImage() {}

    /**
     * The id of its only image: the digest of its configuration, by which an engine that loads it knows it.
     *
     * @param reserved name of a repository that no archive may give to its image: by it the engine would take the image
     *     for that of another artifact
     * @throws Problem of kind INVALID, code {@code bad-image-archive}, when it holds none or several
     */
    static String id(Path archive, String reserved) throws IOException {
        Optional<String> id = Optional.empty();
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new BufferedInputStream(Files.newInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String name = entry.getName().replaceFirst("^(\\./)+", "");
                if (NAMING.contains(name)) {
                    String text = text(tar, name);
                    if (text.contains(reserved)) {
                        throw bad("its " + name + " names it " + reserved + ", which only Slipway may");
                    }
                    id = name.equals(MANIFEST) ? Optional.of(id(text)) : id;
                }
            }
        }
        return id.orElseThrow(() -> bad("it has no " + MANIFEST));
    }

    /** Whole, for what lay behind the limit would be read by the engine alone. */
    private static String text(TarArchiveInputStream tar, String name) throws IOException {
        byte[] bytes = tar.readNBytes(MANIFEST_LIMIT + 1);
        if (bytes.length > MANIFEST_LIMIT) {
            throw bad("its " + name + " is larger than " + MANIFEST_LIMIT + " bytes");
        }
        return new String(bytes, StandardCharsets.UTF_8);
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
