package dev.slipway.observe.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writing so that a crash leaves the old or the new, never half of it. A name is only safe once its folder is synced
 * too (Pillai et al., <i>All File Systems Are Not Created Equal</i>, OSDI 2014).
 */
public final class DurableFiles {

    private static final String UNFINISHED = ".tmp";
    private static final String CONDEMNED = ".deleted";

    private DurableFiles() {}

    /** The name under which a file or folder is written until it is whole. */
    public static Path unfinished(Path target) {
        return target.resolveSibling(target.getFileName() + UNFINISHED);
    }

    /** Gives a synced file or folder its name. */
    public static void publish(Path unfinished, Path target) throws IOException {
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
        syncFolder(folderOf(target));
    }

    /** Writes a whole file and syncs it, beside the old one, then takes the old one's place. */
    public static void replace(Path target, ByteBuffer content) throws IOException {
        Path unfinished = unfinished(target);
        try (FileChannel channel = FileChannel.open(
                unfinished,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            writeFully(channel, content);
            channel.force(true);
        }
        publish(unfinished, target);
    }

    public static void writeFully(FileChannel channel, ByteBuffer content) throws IOException {
        while (content.hasRemaining()) {
            channel.write(content);
        }
    }

    /** Makes the names in a folder durable. */
    public static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Makes a folder and its name durable. */
    public static void createFolder(Path folder) throws IOException {
        Files.createDirectories(folder);
        syncFolder(folderOf(folder));
    }

    private static Path folderOf(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IllegalArgumentException(file + " lies in no folder");
        }
        return folder;
    }

    /** Deletes a folder so that a crash leaves it either untouched or recognisable as rubbish. */
    public static void deleteFolder(Path folder) throws IOException {
        Path condemned = folder.resolveSibling(folder.getFileName() + CONDEMNED);
        Files.move(folder, condemned, StandardCopyOption.ATOMIC_MOVE);
        deleteTree(condemned);
    }

    /** Takes away what a crash left half written or half deleted, and says what it was. */
    public static List<Path> sweep(Path folder) throws IOException {
        List<Path> rubbish;
        try (Stream<Path> files = Files.list(folder)) {
            rubbish = files.filter(DurableFiles::isRubbish).sorted().toList();
        }
        for (Path path : rubbish) {
            deleteTree(path);
        }
        return rubbish;
    }

    private static boolean isRubbish(Path path) {
        String name = path.getFileName().toString();
        return name.endsWith(UNFINISHED) || name.endsWith(CONDEMNED);
    }

    /** Deletes a file, or a folder with all that it holds; links are not followed. */
    public static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Bytes of all files in a folder. */
    public static long size(Path folder) throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }
}
