package dev.slipway.kernel.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The processes of this machine at one moment, as procfs tells them (proc(5)): read once, however many trees are asked
 * for.
 *
 * @param entries by pid; empty where there is no procfs
 */
record ProcessTable(Map<Long, Entry> entries) {

    private static final Path PROC = Path.of("/proc");
    private static final int STATE = 0;
    private static final int PARENT = 1;
    private static final int GROUP = 2;
    private static final int SESSION = 3;
    private static final int START = 19;

    /**
     * @param state a letter: S for one that sleeps, and so on
     * @param startTicks when it started, in clock ticks since boot
     */
    record Entry(char state, long parent, long group, long session, long startTicks) {

        /** Ended, but not yet collected by its parent. */
        boolean zombie() {
            return state == 'Z';
        }

        /** Held by a signal until another one lets it go on. */
        boolean stopped() {
            return state == 'T';
        }
    }

    static ProcessTable read() {
        Map<Long, Entry> entries = new HashMap<>();
        if (!Files.isDirectory(PROC)) {
            return new ProcessTable(entries);
        }
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path folder : folders) {
                long pid = Long.parseLong(folder.getFileName().toString());
                entry(pid).ifPresent(entry -> entries.put(pid, entry));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + PROC, e);
        }
        return new ProcessTable(entries);
    }

    /** One process; absent when there is none of that pid, or no procfs. */
    static Optional<Entry> entry(long pid) {
        try {
            String text = Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
            String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ");
            return Optional.of(new Entry(
                    fields[STATE].charAt(0),
                    Long.parseLong(fields[PARENT]),
                    Long.parseLong(fields[GROUP]),
                    Long.parseLong(fields[SESSION]),
                    Long.parseLong(fields[START])));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    /** Those of the leaders' sessions and process groups, and all that descend from one of either. */
    Set<Long> below(Set<Long> leaders) {
        Set<Long> within = new HashSet<>(leaders);
        entries.forEach((pid, entry) -> {
            if (leaders.contains(entry.session()) || leaders.contains(entry.group())) {
                within.add(pid);
            }
        });
        Set<Long> below = new HashSet<>();
        for (long pid : entries.keySet()) {
            if (descends(pid, within)) {
                below.add(pid);
            }
        }
        return below;
    }

    private boolean descends(long pid, Set<Long> within) {
        long above = pid;
        for (int steps = 0; steps <= entries.size(); steps++) {
            if (within.contains(above)) {
                return true;
            }
            Entry entry = entries.get(above);
            if (entry == null) {
                return false;
            }
            above = entry.parent();
        }
        return false;
    }
}
