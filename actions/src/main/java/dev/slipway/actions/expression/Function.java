package dev.slipway.actions.expression;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The functions of the language with the number of their arguments. */
public enum Function {
    /** Text in text, or value in array. */
    CONTAINS("contains", 2, 2),
    /** Text begins with text. */
    STARTS_WITH("startsWith", 2, 2),
    /** Text ends with text. */
    ENDS_WITH("endsWith", 2, 2),
    /** Places arguments into {@code {0}}. */
    FORMAT("format", 1, 255),
    /** Items to one text. */
    JOIN("join", 1, 2),
    /** A value as pretty JSON. */
    TO_JSON("toJSON", 1, 1),
    /** The value of a JSON text. */
    FROM_JSON("fromJSON", 1, 1),
    /** Condition, value, condition, value, ..., default. */
    CASE("case", 3, 255),
    /** SHA-256 over files of the workspace. */
    HASH_FILES("hashFiles", 1, 255),
    /** All before went well. */
    SUCCESS("success", 0, 0),
    /** Something before failed. */
    FAILURE("failure", 0, 0),
    /** The run was cancelled. */
    CANCELLED("cancelled", 0, 0),
    /** True. */
    ALWAYS("always", 0, 0);

    private final String word;
    private final int fewest;
    private final int most;

    Function(String word, int fewest, int most) {
        this.word = word;
        this.fewest = fewest;
        this.most = most;
    }

    /** As it is written; case does not matter. */
    public String word() {
        return word;
    }

    int fewest() {
        return fewest;
    }

    int most() {
        return most;
    }

    /** One of the four whose presence in a condition switches off the implied {@code success()}. */
    public boolean isStatus() {
        return this == SUCCESS || this == FAILURE || this == CANCELLED || this == ALWAYS;
    }

    /** Whether the condition of a job may ask it for single jobs. */
    boolean takesJobs() {
        return this == SUCCESS || this == FAILURE;
    }

    static Optional<Function> named(String word) {
        return Arrays.stream(values())
                .filter(function -> function.word.equalsIgnoreCase(word))
                .findFirst();
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Function::word).toList();
    }
}
