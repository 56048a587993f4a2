package dev.slipway.server.lint;

import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Rules that every team needs, to be put into a project and changed there. */
record RulePacks(Path folder, PrintStream out) {

    /** Their names, which are also those of their files. */
    static final List<String> NAMES = List.of(
            "site-down",
            "error-rate",
            "latency",
            "memory",
            "disk",
            "certificate-expiry",
            "backup-failure",
            "cost-spike");

    private static final Path RULES = Path.of(".slipway", "rules");

    /** Says which there are, with the first line of each. */
    void list() {
        NAMES.forEach(name -> out.printf(
                "%-20s%s%n", name, text(name).lines().findFirst().orElse("").replaceFirst("# ", "")));
    }

    /**
     * Writes their files; one that is there already is left alone when it is the same.
     *
     * @throws Problem NOT_FOUND, code {@code no-such-pack}; CONFLICT, code {@code pack-was-changed}, before any is written
     */
    void add(List<String> names) throws IOException {
        List<String> missing = new ArrayList<>();
        for (String name : names) {
            if (!NAMES.contains(name)) {
                throw Problem.of(
                        Problem.Kind.NOT_FOUND,
                        "no-such-pack",
                        "there is no rule pack '" + name + "'",
                        "there are: " + String.join(", ", NAMES));
            }
            if (!isThere(name)) {
                missing.add(name);
            }
        }
        Files.createDirectories(folder.resolve(RULES));
        for (String name : names) {
            if (missing.contains(name)) {
                Files.writeString(file(name), text(name));
            }
            out.println(
                    folder.relativize(file(name)) + (missing.contains(name) ? " was written" : " is there already"));
        }
        out.println("Commit and push: the push checks the rules, and from then on they are evaluated.");
    }

    private boolean isThere(String name) throws IOException {
        if (!Files.exists(file(name))) {
            return false;
        } else if (Files.readString(file(name)).equals(text(name))) {
            return true;
        }
        throw Problem.of(
                Problem.Kind.CONFLICT,
                "pack-was-changed",
                folder.relativize(file(name)) + " is there and says something else",
                "remove or rename it first");
    }

    private Path file(String name) {
        return folder.resolve(RULES).resolve(name + ".yml");
    }

    private static String text(String name) {
        try (InputStream in = Objects.requireNonNull(
                RulePacks.class.getResourceAsStream("packs/" + name + ".yml"), "every pack is part of this module")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
