package dev.slipway.runner.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Optional;

/** Takes files one after another. */
@FunctionalInterface
public interface Feed {

    /** @param content to be read before this returns; empty for a link */
    void take(Item item, InputStream content) throws IOException;

    /**
     * What is known of a file.
     *
     * @param mode its permission bits
     * @param sizeBytes of the content that comes with it
     * @param link where it leads, when it is a link that is not followed
     */
    record Item(Path path, int mode, FileTime modifiedAt, long sizeBytes, Optional<String> link) {

        boolean executable() {
            return (mode & 0100) != 0;
        }
    }
}
