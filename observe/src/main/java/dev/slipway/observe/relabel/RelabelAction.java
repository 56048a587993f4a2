package dev.slipway.observe.relabel;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a rule does (Prometheus, {@code relabel_config}). */
public enum RelabelAction {
    /** Sets the target label to the replacement when the regular expression matches the source. */
    REPLACE,
    /** Sets the target label to the source in lower case. */
    LOWERCASE,
    /** Sets the target label to the source in upper case. */
    UPPERCASE,
    /** Drops what does not match. */
    KEEP,
    /** Drops what matches. */
    DROP,
    /** Drops what differs from the target label. */
    KEEPEQUAL,
    /** Drops what equals the target label. */
    DROPEQUAL,
    /** Sets the target label to a hash of the source modulo a number. */
    HASHMOD,
    /** Copies labels whose names match to the names that the replacement makes. */
    LABELMAP,
    /** Takes away labels whose names match. */
    LABELDROP,
    /** Takes away labels whose names do not match. */
    LABELKEEP;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Case does not matter, as in Prometheus. */
    public static Optional<RelabelAction> of(String word) {
        return Arrays.stream(values())
                .filter(action -> action.word().equals(word.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    public static List<String> words() {
        return Arrays.stream(values()).map(RelabelAction::word).toList();
    }

    /** Whether a rule must name a target label. */
    public boolean needsTarget() {
        return switch (this) {
            case REPLACE, LOWERCASE, UPPERCASE, HASHMOD, KEEPEQUAL, DROPEQUAL -> true;
            case KEEP, DROP, LABELMAP, LABELDROP, LABELKEEP -> false;
        };
    }
}
