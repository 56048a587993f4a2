package dev.slipway.server.lint;

import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.stream.Stream;

/**
 * Files that somebody names on the command line, or that a rule test names beside itself.
 *
 * @param folder that relative names begin at
 */
record RuleTexts(Path folder) {

    private static final String SPECIAL = "*?[{";

    /** @throws Problem when there is no such file, or it is no text */
    String text(String name) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.isRegularFile(file)) {
            throw Problem.of(Problem.Kind.NOT_FOUND, "no-such-file", "there is no file " + name, "check its name");
        }
        try {
            return Files.readString(file);
        } catch (MalformedInputException e) {
            throw Problem.of(Problem.Kind.INVALID, "not-utf-8", name + " is not UTF-8 text", "save it as UTF-8", e);
        }
    }

    /**
     * The files that a test file means, relative to the folder that all names are relative to.
     *
     * @param pattern a path from the test file's folder, whose parts may have {@code *}, {@code ?} and classes
     */
    List<String> matching(String testFile, String pattern) throws IOException {
        Path near = folder.resolve(testFile).resolveSibling("").normalize();
        Path wanted = near.resolve(pattern).normalize();
        Path start = start(wanted);
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + wanted);
        if (!Files.isDirectory(start)) {
            return List.of();
        }
        int depth = Math.max(1, wanted.getNameCount() - start.getNameCount());
        try (Stream<Path> files = Files.walk(start, depth)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.equals(wanted) || matcher.matches(file))
                    .sorted()
                    .map(this::name)
                    .toList();
        }
    }

    private String name(Path file) {
        return file.startsWith(folder) ? folder.relativize(file).toString() : file.toString();
    }

    /** The deepest folder above all that can match. */
    private static Path start(Path wanted) {
        Path start = wanted.getRoot();
        for (Path part : wanted.subpath(0, wanted.getNameCount() - 1)) {
            if (part.toString().chars().anyMatch(c -> SPECIAL.indexOf(c) >= 0)) {
                return start;
            }
            start = start.resolve(part);
        }
        return start;
    }
}
