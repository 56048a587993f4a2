package dev.slipway.actions.workflow;

import java.util.Optional;
import java.util.TreeSet;

/**
 * The ids of one scope: those that were written must be unique, those that were not are made. After IdBuilder of
 * actions/runner (MIT).
 */
final class Ids {

    private static final int LONGEST = 100;
    private static final int MOST_TWINS = 1000;

    private final TreeSet<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    /** What is wrong with a written id, where something is. */
    Optional<String> complaint(String id) {
        if (!id.matches("[A-Za-z_][A-Za-z0-9_-]*") || id.length() >= LONGEST) {
            return Optional.of("The identifier '" + id
                    + "' is invalid. IDs may only contain alphanumeric characters, '_', and '-'. IDs must start with a"
                    + " letter or '_' and must be less than " + LONGEST + " characters.");
        } else if (id.startsWith("__")) {
            return Optional.of("The identifier '" + id + "' is invalid. IDs starting with '__' are reserved.");
        } else if (!known.add(id)) {
            return Optional.of("The identifier '" + id + "' may not be used more than once within the same scope.");
        }
        return Optional.empty();
    }

    /** A new id of the words, with a number behind it where it is taken. */
    String made(String words) {
        String start = words.replaceAll("[^A-Za-z0-9_-]", "_");
        for (int twin = 1; twin < MOST_TWINS; twin++) {
            String suffix = twin == 1 ? "" : "_" + twin;
            String candidate = start.substring(0, Math.min(start.length(), LONGEST - suffix.length())) + suffix;
            if (known.add(candidate)) {
                return candidate;
            }
        }
        throw new IllegalStateException("no free id for " + words);
    }
}
