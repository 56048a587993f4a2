package dev.slipway.runner.file;

import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * A folder that an archive is unpacked into: no entry lands outside of it, neither by its name nor through a link that
 * was there before.
 *
 * @param folder canonical
 */
record SafeTarget(Path folder) {

    static SafeTarget of(Path folder) throws IOException {
        Files.createDirectories(folder);
        return new SafeTarget(folder.toRealPath());
    }

    /**
     * Where the entry goes; its parent folders exist afterwards, and nothing but a folder is at the place itself.
     *
     * @throws Problem of kind INVALID, code {@code archive-escapes}
     */
    Path place(String name) throws IOException {
        Path target = inside(name);
        Path existing = target.getParent();
        while (existing != null && !Files.exists(existing, LinkOption.NOFOLLOW_LINKS)) {
            existing = existing.getParent();
        }
        if (!target.equals(folder)) {
            if (existing == null
                    || !Files.exists(existing)
                    || !existing.toRealPath().startsWith(folder)) {
                throw escapes(name);
            }
            Files.createDirectories(target.getParent());
        }
        if (!Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(target);
        }
        return target;
    }

    /**
     * Where the entry would go, by its name alone.
     *
     * @throws Problem of kind INVALID, code {@code archive-escapes}
     */
    Path inside(String name) {
        Path target = resolve(name);
        if (name.startsWith("/") || !target.startsWith(folder)) {
            throw escapes(name);
        }
        return target;
    }

    private Path resolve(String name) {
        try {
            return folder.resolve(name).normalize();
        } catch (InvalidPathException e) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "archive-escapes",
                    "the archive has an entry whose name no file can have: " + e.getReason(),
                    "make the archive anew from files with ordinary names",
                    e);
        }
    }

    private Problem escapes(String name) {
        return Problem.of(
                Problem.Kind.INVALID,
                "archive-escapes",
                "the archive's entry '" + name + "' would be written outside of the folder it is unpacked into",
                "make the archive anew from files below one folder");
    }
}
