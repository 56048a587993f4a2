package dev.slipway.runner.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The environment that steps hand on to the steps after them: variables, and folders in front of the search path. Safe for
 * use by several threads.
 */
public final class JobEnvironment {

    /** A step that may set these could run code in programs of later steps. */
    private static final Set<String> BLOCKED = Set.of("NODE_OPTIONS");

    private final Map<String, String> variables;
    private final List<String> path = new ArrayList<>();
    private final Map<String, String> changed = new LinkedHashMap<>();
    private final List<String> added = new ArrayList<>();

    /**
     * @param initial of the workflow and the job
     */
    public JobEnvironment(Map<String, String> initial) {
        this.variables = new LinkedHashMap<>(initial);
    }

    /** A copy, whose changes stay its own until {@link #into} hands them on. */
    public synchronized JobEnvironment fork() {
        JobEnvironment fork = new JobEnvironment(variables);
        fork.path.addAll(path);
        return fork;
    }

    /** Makes the changes that were made here since it was made in another one too. */
    public void into(JobEnvironment other) {
        Map<String, String> changes;
        List<String> folders;
        synchronized (this) {
            changes = new LinkedHashMap<>(changed);
            folders = List.copyOf(added);
        }
        changes.forEach(other::set);
        folders.forEach(other::addPath);
    }

    /** True for a variable that no step may set for others. */
    public static boolean isBlocked(String name) {
        return BLOCKED.contains(name.toUpperCase(Locale.ROOT));
    }

    public synchronized void set(String name, String value) {
        variables.put(name, value);
        changed.put(name, value);
    }

    /** Puts a folder in front of the search path, before those of earlier calls. */
    public synchronized void addPath(String folder) {
        path.remove(folder);
        path.addFirst(folder);
        added.add(folder);
    }

    public synchronized Map<String, String> variables() {
        return new LinkedHashMap<>(variables);
    }

    /** The search path: what was added, then the given one. */
    public synchronized String searchPath(String base) {
        if (path.isEmpty()) {
            return base;
        }
        String added = String.join(":", path);
        return base.isEmpty() ? added : added + ":" + base;
    }
}
