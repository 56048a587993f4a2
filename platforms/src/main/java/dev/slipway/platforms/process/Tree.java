package dev.slipway.platforms.process;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Folders with all that is in them. Symbolic links are never followed. */
final class Tree {

    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");

    private Tree() {}

    /** Makes a folder that only this user may look into; fine when it exists. */
    static Path privateFolder(Path folder) throws IOException {
        return Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(PRIVATE));
    }

    /** Copies files with their modes; the owner may write every copy. */
    static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.copy(file, copy);
                Set<PosixFilePermission> modes = EnumSet.of(PosixFilePermission.OWNER_WRITE);
                modes.addAll(Files.getPosixFilePermissions(file));
                Files.setPosixFilePermissions(copy, modes);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Takes from everybody the right to write the files. */
    static void makeReadOnly(Path root) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Set<PosixFilePermission> modes = EnumSet.noneOf(PosixFilePermission.class);
                modes.addAll(Files.getPosixFilePermissions(file));
                modes.remove(PosixFilePermission.OWNER_WRITE);
                modes.remove(PosixFilePermission.GROUP_WRITE);
                modes.remove(PosixFilePermission.OTHERS_WRITE);
                Files.setPosixFilePermissions(file, modes);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Deletes it with all that is in it; fine when there is nothing. */
    static void delete(Path root) throws IOException {
        if (!Files.exists(root, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                if (!Files.isWritable(folder)) {
                    Files.setPosixFilePermissions(folder, PRIVATE);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException problem) throws IOException {
                if (problem != null) {
                    throw problem;
                }
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
