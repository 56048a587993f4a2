package dev.slipway.runner.command;

import dev.slipway.kernel.Digest;
import dev.slipway.runner.file.JobReach;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * The files of a job that a step declares.
 *
 * @param reach with the rights of the job
 * @param workspace that relative paths start from, whatever folder the step works in
 * @param here an absolute path of the job on this host; absent outside of the folders that its container or room shares with it
 */
public record ArtifactFiles(JobReach reach, Path workspace, Function<Path, Optional<Path>> here) {

    ArtifactSubject.Found find(String path) throws IOException, InterruptedException {
        Path written = Path.of(path);
        Path file = written.isAbsolute()
                ? here.apply(written)
                        .orElseThrow(() -> ArtifactSubject.bad("absolute path '" + path
                                + "' is outside of the folders of the job and cannot be resolved"))
                : workspace.resolve(written).normalize();
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw ArtifactSubject.bad("'" + path + "' is a directory, not a regular file");
        } else if (!Files.exists(file)) {
            throw ArtifactSubject.bad("file '" + path + "' does not exist"
                    + (written.isAbsolute()
                            ? ""
                            : " (relative paths are resolved against the workspace root '" + workspace + "')"));
        }
        return new ArtifactSubject.Found(file.getFileName().toString(), digest(path, file));
    }

    private Digest digest(String path, Path file) throws IOException, InterruptedException {
        AtomicReference<Digest> digest = new AtomicReference<>();
        reach.feed(List.of(file), true, (_, content) -> {
            MessageDigest sum = Digest.sha256();
            content.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), sum));
            digest.set(Digest.of(sum));
        });
        return Optional.ofNullable(digest.get())
                .orElseThrow(() -> ArtifactSubject.bad("file '" + path + "' cannot be read by the job"));
    }
}
