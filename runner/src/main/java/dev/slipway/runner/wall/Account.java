package dev.slipway.runner.wall;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * The account that one job runs as.
 *
 * @param number of user and group
 */
public record Account(int number) {

    /** Gives one file or folder to the account; a link itself, not what it leads to. */
    public void own(Path file) throws IOException {
        Files.setAttribute(file, "unix:uid", number, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(file, "unix:gid", number, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Gives a whole tree to the account, the top last: until then nobody else gets into a tree that is closed to others,
     * so that nothing in it can be exchanged meanwhile.
     */
    public void ownTree(Path top) throws IOException {
        Files.walkFileTree(top, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                own(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                own(folder);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
