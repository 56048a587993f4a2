package dev.slipway.runner;

import dev.slipway.runner.host.JobWorkspace;
import dev.slipway.runner.host.OwnFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The script files of one job. Each step's has a name that no step before it knew. To make a file takes a file system
 * longer than to write into one, the more so where many were just removed (ext4 passes over each inode that was freed in
 * the last seconds): so the file of a step that is over is written anew under a new name, where nothing of the job is left that could
 * be reading it.
 */
final class ScriptFiles {

    private static final Logger LOG = LoggerFactory.getLogger(ScriptFiles.class);

    private final JobWorkspace workspace;
    private final BooleanSupplier idle;
    private final Queue<Path> over = new ConcurrentLinkedQueue<>();

    /** @param idle true when it is known that no program of the job runs on this host */
    ScriptFiles(JobWorkspace workspace, BooleanSupplier idle) {
        this.workspace = workspace;
        this.idle = idle;
    }

    /**
     * Writes the next one.
     *
     * @param extension of its name, with the dot; may be empty
     * @param script all of it
     */
    Path next(String extension, String script) throws IOException {
        byte[] bytes = script.getBytes(StandardCharsets.UTF_8);
        Optional<Path> rewritten = Optional.ofNullable(over.poll()).flatMap(old -> rewritten(old, extension, bytes));
        if (rewritten.isPresent()) {
            return rewritten.get();
        }
        Path file = fresh(extension);
        OwnFile.create(file, bytes);
        workspace.handOver(file);
        return file;
    }

    /** Takes back that of a step whose program has ended. */
    void over(Path file) {
        over.add(file);
    }

    private Path fresh(String extension) {
        return workspace.commands().resolve("script-" + UUID.randomUUID() + extension);
    }

    private Optional<Path> rewritten(Path old, String extension, byte[] bytes) {
        if (workspace.contained() || !idle.getAsBoolean()) {
            return Optional.empty();
        }
        try {
            if (OwnFile.isAsMade(old)) {
                Path file = Files.move(old, fresh(extension), StandardCopyOption.ATOMIC_MOVE);
                OwnFile.overwrite(file, bytes);
                return Optional.of(file);
            }
        } catch (IOException notWritten) {
            LOG.debug("{} is not used again: {}", old, notWritten.toString());
        }
        return Optional.empty();
    }
}
