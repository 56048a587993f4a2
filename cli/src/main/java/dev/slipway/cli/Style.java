package dev.slipway.cli;

import java.util.Locale;

/** Colours for words that say how things stand; none where they would not be seen as colours. */
record Style(boolean colours) {

    private static final String RESET = "\u001b[0m";

    String bad(String text) {
        return paint("\u001b[31m", text);
    }

    String good(String text) {
        return paint("\u001b[32m", text);
    }

    String waiting(String text) {
        return paint("\u001b[33m", text);
    }

    String faint(String text) {
        return paint("\u001b[2m", text);
    }

    String bold(String text) {
        return paint("\u001b[1m", text);
    }

    /** A state in the colour that fits it; the word itself always says the same. */
    String state(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "succeeded", "success", "healthy", "passed", "pass", "ok" -> good(word);
            case "failed", "failure", "unhealthy", "rolled_back", "needs_human", "fail", "rejected" -> bad(word);
            case "held", "gated", "waiting", "degraded", "inconclusive", "queued", "warn" -> waiting(word);
            default -> word;
        };
    }

    private String paint(String colour, String text) {
        return colours ? colour + text + RESET : text;
    }
}
