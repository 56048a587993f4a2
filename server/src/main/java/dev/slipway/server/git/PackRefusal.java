package dev.slipway.server.git;

import dev.slipway.kernel.DiskSpace;
import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.errors.TooLargeObjectInPackException;
import org.eclipse.jgit.errors.TooLargePackException;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.UnpackErrorHandler;

/**
 * Tells the pusher what to do about a pack that could not be taken: git itself only passes on what went wrong. The
 * protocol's own report follows as it would have.
 */
final class PackRefusal implements UnpackErrorHandler {

    private static final long MEBIBYTE = 1 << 20;

    private final ReceivePack pack;
    private final UnpackErrorHandler report;
    private final GitEndpoint.Limits limits;

    PackRefusal(ReceivePack pack, GitEndpoint.Limits limits) {
        this.pack = pack;
        this.report = pack.getUnpackErrorHandler();
        this.limits = limits;
    }

    @Override
    public void handleUnpackException(Throwable failure) throws IOException {
        advice(failure).ifPresent(pack::sendMessage);
        report.handleUnpackException(failure);
    }

    private Optional<String> advice(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TooLargePackException) {
                return Optional.of("error: this push brings more than the " + limits.packBytes() / MEBIBYTE
                        + " MiB that one may; push it in parts, keep large files outside of git, or have the server"
                        + " started with a larger --max-pack");
            }
            if (cause instanceof TooLargeObjectInPackException) {
                return Optional.of("error: a file of this push is larger than the " + limits.fileBytes() / MEBIBYTE
                        + " MiB that the memory of this server allows; keep it outside of git, as an artifact for"
                        + " instance, or give the server more memory");
            }
        }
        Path folder = pack.getRepository().getDirectory().toPath();
        return DiskSpace.isFull(folder, failure) ? Optional.of(full(folder, failure)) : Optional.empty();
    }

    private static String full(Path folder, Throwable failure) {
        Problem problem = DiskSpace.full(folder, "this push cannot be stored", failure);
        return "error: " + problem.message() + "; " + problem.hint();
    }
}
