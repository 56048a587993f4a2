package dev.slipway.observe.config;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Files that a configuration names, as Go's {@code filepath.Glob} takes them, but for wildcards in folders.
 *
 * @param folder that they lie in
 * @param name of one file, or with wildcards of several
 */
public record FilePattern(Path folder, String name) {

    private static final Pattern WILD = Pattern.compile("[*?\\[]");

    /**
     * @param base folder that relative paths start from
     * @return empty when there is a wildcard in the folder
     */
    public static Optional<FilePattern> of(Path base, String text) {
        int slash = text.lastIndexOf('/');
        if (WILD.matcher(text.substring(0, slash + 1)).find()) {
            return Optional.empty();
        }
        return Optional.of(
                new FilePattern(base.resolve(text.substring(0, slash + 1)).normalize(), text.substring(slash + 1)));
    }

    private boolean isWild() {
        return WILD.matcher(name).find();
    }

    /**
     * Those that are there, ordered by name; one that is written out is named whether it is there or not.
     *
     * @throws IOException when the folder cannot be read
     */
    public List<Path> files() throws IOException {
        if (!isWild()) {
            return List.of(folder.resolve(name));
        }
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> matches = Files.newDirectoryStream(folder, name)) {
            matches.forEach(found::add);
        }
        return found.stream().sorted().toList();
    }

    /** Whether a file is one of them, there or not. */
    public boolean matches(Path file) {
        return folder.equals(file.getParent())
                && (isWild()
                        ? folder.getFileSystem().getPathMatcher("glob:" + name).matches(file.getFileName())
                        : folder.resolve(name).equals(file));
    }
}
