package dev.slipway.server.rollout;

import dev.slipway.delivery.release.Release;
import dev.slipway.kernel.Digest;
import dev.slipway.platforms.process.ProcessOptions;
import dev.slipway.platforms.process.ProcessPlatform;
import dev.slipway.platforms.process.SecretSeal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Real processes of {@link TinyService}, and the notes that they write about themselves. */
final class TinyServices {

    private final Path folder;
    private final Path notes;
    private final Path artifact;

    TinyServices(Path folder) throws IOException {
        this.folder = folder.toRealPath();
        this.notes = Files.createDirectories(this.folder.resolve("notes"));
        this.artifact = archive(this.folder.resolve("web.zip"));
    }

    Digest digest() throws IOException {
        return Digest.of(Files.readAllBytes(artifact));
    }

    /** A platform over the processes that earlier ones have left. */
    ProcessPlatform platform() {
        return new ProcessPlatform(
                folder.resolve("instances"),
                _ -> Optional.of(artifact),
                plainSeal(),
                InstantSource.system(),
                ProcessOptions.standard(),
                _ -> {});
    }

    /** From now on the release answers every request of a customer with 500. */
    void breakDown(Release release) throws IOException {
        Files.createFile(notes.resolve("broken-" + release.id()));
    }

    /** The lines that instances wrote to one of their notes. */
    List<String> notes(String name) throws IOException {
        return Files.readAllLines(notes.resolve(name));
    }

    String config(String version) {
        return """
            services:
              web:
                artifact: web
                command: [java, -Xshare:auto, -XX:TieredStopAtLevel=1, -cp, ., dev.slipway.server.rollout.TinyService]
                env: {NOTES: "%s", VERSION: "%s"}
                stopGrace: 2s
                health: {path: /health, interval: 100ms, timeout: 2s, healthyAfter: 1, unhealthyAfter: 20}
                migrations:
                  expand: [sh, -c, 'echo "expand $SLIPWAY_RELEASE" >> "$NOTES/migrations"']
                  contract: [sh, -c, 'echo "contract $SLIPWAY_RELEASE" >> "$NOTES/migrations"']
                  reversible: true
            environments:
              production:
                strategy:
                  canary:
                    steps:
                      - setWeight: 50
                      - analysis: {interval: 100ms, minimum: 200ms, maximum: 60s}
                      - setWeight: 100
                judge: {minimumRequests: 20, latency: off}
                bake: 300ms
                progressDeadline: 60s
            """.formatted(notes, version);
    }

    /** The program as an artifact. */
    static Path archive(Path file) throws IOException {
        String name = TinyService.class.getName().replace('.', '/') + ".class";
        try (InputStream code = TinyService.class.getResourceAsStream("TinyService.class");
                ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(java.util.Objects.requireNonNull(code, name).readAllBytes());
            zip.closeEntry();
        }
        return file;
    }

    /** Leaves secrets in clear: no test of rollouts is about sealing them. */
    static SecretSeal plainSeal() {
        return new SecretSeal() {
            @Override
            public byte[] seal(byte[] clear, String context) {
                return clear;
            }

            @Override
            public byte[] open(byte[] sealed, String context) {
                return sealed;
            }
        };
    }
}
