package dev.slipway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.kernel.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Test data of other projects, which lies outside of this one, and the record of what passes. The data is named by the
 * environment variable {@code SLIPWAY_CONFORMANCE}; each suite writes {@code target/conformance/SUITE.json}.
 */
public final class Conformance {

    private final String suite;
    private final List<Map<String, String>> skipped = new ArrayList<>();
    private final List<Map<String, String>> failures = new ArrayList<>();
    private int passed;

    public Conformance(String suite) {
        this.suite = suite;
    }

    /** A folder of the data; without it the test is skipped. */
    public static Path folder(String path) {
        return there(path, Files::isDirectory);
    }

    /** A file of the data; without it the test is skipped. */
    public static Path file(String path) {
        return there(path, Files::isRegularFile);
    }

    /** The files of a folder of the data, in the order of their names. */
    public static List<Path> files(String path, String suffix) {
        return list(folder(path), file -> file.toString().endsWith(suffix));
    }

    /** The folders of a folder of the data, in the order of their names. */
    public static List<Path> folders(String path) {
        return list(folder(path), Files::isDirectory);
    }

    private static Path there(String path, Predicate<Path> kind) {
        String environment = System.getenv("SLIPWAY_CONFORMANCE");
        boolean given = environment != null && !environment.isBlank() && !environment.startsWith("${");
        String root = given ? environment : System.getProperty("slipway.conformance.default", "");
        Path there = Path.of(root, path);
        Assumptions.assumeTrue(!root.isBlank() && kind.test(there), "no conformance data at " + there);
        return there;
    }

    private static List<Path> list(Path folder, Predicate<Path> wanted) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(wanted).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Counts a case whose result should be equal to what its authors say. */
    public void compare(String name, Object expected, Object actual) {
        check(name, expected.equals(actual), expected, actual);
    }

    /** Counts a case whose result has been held against what its authors say. */
    public void check(String name, boolean holds, Object expected, Object actual) {
        if (holds) {
            passed++;
        } else {
            failures.add(Map.of("case", name, "expected", expected.toString(), "actual", String.valueOf(actual)));
        }
    }

    /** Leaves a case out, for a reason that people can judge. */
    public void skip(String name, String reason) {
        skipped.add(Map.of("case", name, "reason", reason));
    }

    /** Writes the record, and fails when a case failed or fewer than these passed. */
    public void finishWithoutFailure(int floor) {
        finish(floor);
        assertThat(failures).isEmpty();
    }

    /** Writes the record, and fails when fewer than these passed, or when a case fails that is not known to. */
    public void finish(int floor, Predicate<String> knownToFail) {
        finish(floor);
        assertThat(failures).allMatch(failure -> knownToFail.test(failure.getOrDefault("case", "")));
    }

    /** Writes the record, and fails when fewer than these passed. */
    public void finish(int floor) {
        int total = passed + skipped.size() + failures.size();
        Path report = write(suite, Map.of("passed", passed, "total", total, "skipped", skipped, "failures", failures));
        assertThat(passed).as("passed of %d, see %s", total, report).isGreaterThanOrEqualTo(floor);
    }

    /** Writes what a suite has found. */
    public static Path write(String suite, Map<String, ?> found) {
        try {
            Path folder = Files.createDirectories(Path.of("target", "conformance"));
            return Files.writeString(folder.resolve(suite + ".json"), Json.writeCanonical(found));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
