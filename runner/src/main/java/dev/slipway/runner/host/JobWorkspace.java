package dev.slipway.runner.host;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * The folders of one job. Each job starts with fresh ones, which are removed when it is closed, so that nothing of one
 * run leaks into the next; only the tool cache is shared.
 *
 * @param root holds all but the tool cache
 * @param work {@code GITHUB_WORKSPACE}: where steps start
 * @param temp {@code RUNNER_TEMP}
 * @param commands scripts and file commands, not shown to users
 * @param toolCache {@code RUNNER_TOOL_CACHE}
 */
public record JobWorkspace(Path root, Path work, Path temp, Path commands, Path toolCache) implements AutoCloseable {

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    /**
     * Makes the folders, readable by their owner alone.
     *
     * @param parent where job folders live
     * @param job names the folder; an earlier folder of that name is removed
     * @param project names the inner folder, as GitHub repeats the repository's name
     */
    public static JobWorkspace create(Path parent, String job, String project) throws IOException {
        Files.createDirectories(parent);
        Path root = parent.toRealPath().resolve(plain(job));
        removeTree(root);
        Files.createDirectory(root, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        JobWorkspace workspace = new JobWorkspace(
                root,
                root.resolve("work").resolve(plain(project)),
                root.resolve("temp"),
                root.resolve("commands"),
                parent.toRealPath().resolve("_tool"));
        Files.createDirectories(workspace.work());
        Files.createDirectories(workspace.temp());
        Files.createDirectories(workspace.commands());
        Files.createDirectories(workspace.toolCache());
        return workspace;
    }

    /** Copies of the actions of other repositories, for containers that see nothing else of this host. */
    public Path actions() {
        return root.resolve("actions");
    }

    /** Home of the user in the containers of the job. */
    public Path home() {
        return temp.resolve("_github_home");
    }

    private static String plain(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9._-]", "-");
        return plain.isEmpty() || plain.chars().allMatch(c -> c == '.') ? "_" : plain;
    }

    /** Removes the folders with all that is in them, even what the job made unwritable. */
    @Override
    public void close() throws IOException {
        removeTree(root);
    }

    /** Removes a folder with its content; links are removed, not followed. */
    public static void removeTree(Path folder) throws IOException {
        if (!Files.exists(folder, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                if (!Files.isWritable(directory)) {
                    Files.setPosixFilePermissions(directory, OWNER_ONLY);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof AccessDeniedException && !Files.isReadable(file)) {
                    Files.setPosixFilePermissions(file, OWNER_ONLY);
                    removeTree(file);
                } else if (!(failure instanceof NoSuchFileException)) {
                    throw failure;
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(
                    Path directory, @org.jspecify.annotations.Nullable IOException failure) throws IOException {
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
