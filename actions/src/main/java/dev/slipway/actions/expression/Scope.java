package dev.slipway.actions.expression;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which contexts and special functions may be named at a place of a workflow. Naming another is an error when the file is
 * read, not when it runs.
 *
 * @param contexts lower-case names
 * @param statusFunctions true where {@code success()} and its kin may be called
 * @param hashFiles true where {@code hashFiles()} may be called
 */
public record Scope(Set<String> contexts, boolean statusFunctions, boolean hashFiles) {

    /** Everything there is, for expressions whose place is not known. */
    public static final Scope EVERYTHING = new Scope(
            Set.of(
                    "github",
                    "env",
                    "vars",
                    "secrets",
                    "needs",
                    "matrix",
                    "strategy",
                    "job",
                    "jobs",
                    "runner",
                    "inputs",
                    "steps"),
            true,
            true);

    public Scope {
        Set<String> lower = new TreeSet<>();
        contexts.forEach(name -> lower.add(name.toLowerCase(Locale.ROOT)));
        contexts = Set.copyOf(lower);
    }

    /** Contexts only. */
    public static Scope of(String... contexts) {
        return new Scope(Set.of(contexts), false, false);
    }

    /** Contexts only. */
    public static Scope of(Collection<String> contexts) {
        return new Scope(Set.copyOf(contexts), false, false);
    }

    /** The same, with the status functions. */
    public Scope withStatusFunctions() {
        return new Scope(contexts, true, hashFiles);
    }

    /** The same, with {@code hashFiles}. */
    public Scope withHashFiles() {
        return new Scope(contexts, statusFunctions, true);
    }
}
