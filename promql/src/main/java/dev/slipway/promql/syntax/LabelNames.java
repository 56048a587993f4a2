package dev.slipway.promql.syntax;

/** Which names labels may have. Since Prometheus 3 that is any text in UTF-8 that is not empty. */
public final class LabelNames {

    private LabelNames() {}

    public static boolean isValid(String name) {
        return !name.isEmpty() && name.codePoints().noneMatch(c -> c >= 0xD800 && c < 0xE000);
    }
}
