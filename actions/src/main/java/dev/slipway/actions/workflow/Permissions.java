package dev.slipway.actions.workflow;

import java.util.Map;

/**
 * What the token of a run may do.
 *
 * @param base for the scopes that are not named
 * @param scopes by name, such as {@code contents}
 */
public record Permissions(Base base, Map<String, Access> scopes) {

    /** Nothing was written. */
    public static final Permissions DEFAULT = new Permissions(Base.DEFAULT, Map.of());

    public Permissions {
        scopes = Map.copyOf(scopes);
    }

    /** What unnamed scopes get. */
    public enum Base {
        /** What the project grants by default. */
        DEFAULT,
        /** No access. */
        NONE,
        /** {@code read-all}. */
        READ_ALL,
        /** {@code write-all}. */
        WRITE_ALL
    }

    /** What one scope gets. */
    public enum Access {
        /** Nothing. */
        NONE,
        /** Look. */
        READ,
        /** Look and change. */
        WRITE
    }
}
