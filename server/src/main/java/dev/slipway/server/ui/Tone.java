package dev.slipway.server.ui;

import java.util.Locale;

/** How a state feels, beside what it says: a colour and an icon, never without words. */
public enum Tone {
    /** As it should be. */
    GOOD,
    /** Somebody must look. */
    BAD,
    /** It works, but not as it should. */
    WARN,
    /** Something is being done. */
    BUSY,
    /** It waits for somebody or something. */
    WAIT,
    /** Nothing to say. */
    IDLE;

    /** The class in the style sheet. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
