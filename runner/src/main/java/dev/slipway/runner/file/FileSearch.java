package dev.slipway.runner.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the files that patterns mean, in the order of their paths.
 *
 * @param links what they stand for
 * @param hidden whether names that begin with a dot are looked at
 */
public record FileSearch(Links links, boolean hidden) {

    /** What links stand for. */
    public enum Links {
        /** For what they lead to; folders behind them are entered, and cycles are noticed. */
        FOLLOWED,
        /** For the files that they lead to; folders behind them are left out. */
        AS_TARGETS,
        /** For themselves. */
        KEPT
    }

    /** Whether folders behind links are entered. */
    public boolean followsLinks() {
        return links == Links.FOLLOWED;
    }

    /** Regular files, and links: to files when links are followed, else all. Folders and special files are left out. */
    List<Path> find(FilePatterns patterns) throws IOException {
        Set<Path> found = new TreeSet<>();
        for (Path start : patterns.searchPaths()) {
            walk(start, patterns, new ArrayDeque<>(), found);
        }
        return List.copyOf(found);
    }

    private void walk(Path path, FilePatterns patterns, Deque<Path> above, Set<Path> found) throws IOException {
        Path name = path.getFileName();
        if (!hidden && name != null && name.toString().startsWith(".")) {
            return;
        }
        if (followsLinks() ? Files.isDirectory(path) : Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            enter(path, patterns, above, found);
        } else if (wanted(path) && patterns.matches(path)) {
            found.add(path);
        }
    }

    private boolean wanted(Path path) {
        return Files.isRegularFile(path) || (links == Links.KEPT && Files.isSymbolicLink(path));
    }

    private void enter(Path folder, FilePatterns patterns, Deque<Path> above, Set<Path> found) throws IOException {
        Path real = folder.toRealPath();
        if (above.contains(real)) {
            return;
        }
        above.push(real);
        for (Path child : children(folder)) {
            walk(child, patterns, above, found);
        }
        above.pop();
    }

    private static List<Path> children(Path folder) throws IOException {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            entries.forEach(children::add);
        }
        Collections.sort(children);
        return children;
    }
}
