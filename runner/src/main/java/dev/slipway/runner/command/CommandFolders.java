package dev.slipway.runner.command;

import dev.slipway.runner.host.JobWorkspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The folders of one job's file commands. Each step finds fresh files under names that no step before it knew. Most steps
 * write into none of them, and to make six files takes longer than all else that the runner does for a small step: so a
 * folder that its step has left untouched is given to a later one under a new name.
 */
public final class CommandFolders {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private final JobWorkspace workspace;
    private final DeclaredArtifacts artifacts = new DeclaredArtifacts();
    private final String none = artifacts.list();
    private final Queue<FileCommands> untouched = new ConcurrentLinkedQueue<>();

    public CommandFolders(JobWorkspace workspace) {
        this.workspace = workspace;
    }

    /** Names of files for the next step, which are not there yet: its expressions may name them before its program begins. */
    public FileCommands named() {
        return new FileCommands(workspace.commands().resolve("step-" + UUID.randomUUID()));
    }

    /** What the steps of the job have declared. */
    public DeclaredArtifacts artifacts() {
        return artifacts;
    }

    /** Makes the files of a step whose program begins. Those of an earlier step say that nothing was declared. */
    public void make(FileCommands files) throws IOException {
        if (!artifacts.isEmpty() || !renamed(files.folder())) {
            Files.createDirectory(files.folder(), PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            FileCommands.create(files.folder(), artifacts.list());
            workspace.handOver(files.folder());
        }
    }

    private boolean renamed(Path folder) throws IOException {
        FileCommands files = untouched.poll();
        if (files == null) {
            return false;
        }
        try {
            Files.move(files.folder(), folder, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (NoSuchFileException removedByTheJob) {
            return false;
        }
    }

    /**
     * Takes those of a step that has ended.
     *
     * @return what it wrote; absent when it left them as they were made
     * @throws IOException when a file cannot be read at all
     */
    public Optional<FileCommands.Written> takeBack(FileCommands files) throws IOException {
        if (files.untouched(none)) {
            untouched.add(files);
            return Optional.empty();
        }
        return Optional.of(files.read());
    }
}
