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
 * @param statusFunctions whether {@code success()} and its kin may be called
 * @param hashFiles true where {@code hashFiles()} may be called
 */
public record Scope(Set<String> contexts, StatusFunctions statusFunctions, boolean hashFiles) {

    /** How the status functions may be called. */
    public enum StatusFunctions {
        /** Not at all. */
        NONE,
        /** Without arguments. */
        PLAIN,
        /** {@code success} and {@code failure} also with the names of jobs that this one needs. */
        OF_JOBS
    }

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
            StatusFunctions.PLAIN,
            true);

    public Scope {
        Set<String> lower = new TreeSet<>();
        contexts.forEach(name -> lower.add(name.toLowerCase(Locale.ROOT)));
        contexts = Set.copyOf(lower);
    }

    /** Contexts only. */
    public static Scope of(String... contexts) {
        return new Scope(Set.of(contexts), StatusFunctions.NONE, false);
    }

    /** Contexts only. */
    public static Scope of(Collection<String> contexts) {
        return new Scope(Set.copyOf(contexts), StatusFunctions.NONE, false);
    }

    /** The same, with the status functions. */
    public Scope withStatusFunctions() {
        return statusFunctions == StatusFunctions.NONE ? with(StatusFunctions.PLAIN) : this;
    }

    /** The same, with these status functions. */
    public Scope with(StatusFunctions functions) {
        return new Scope(contexts, functions, hashFiles);
    }

    /** The same, with {@code hashFiles}. */
    public Scope withHashFiles() {
        return new Scope(contexts, statusFunctions, true);
    }
}
