package dev.slipway.promql.syntax;

/** What an expression evaluates to. */
public enum ValueType {
    SCALAR("scalar"),
    VECTOR("instant vector"),
    MATRIX("range vector"),
    STRING("string");

    private final String words;

    ValueType(String words) {
        this.words = words;
    }

    /** As the documentation calls it. */
    public String words() {
        return words;
    }
}
