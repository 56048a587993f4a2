package dev.slipway.edge.http;

import org.jspecify.annotations.Nullable;

/** Reads cookies out of a request (RFC 6265, section 4.2). */
public final class Cookies {

    private Cookies() {}

    /** The value of the first cookie of that name; null when there is none. */
    public static @Nullable String find(Head head, String name) {
        for (int field = 0; field < head.fields(); field++) {
            if (head.nameIs(field, "cookie")) {
                String value = find(head.value(field), name);
                if (value != null) {
                    return value;
                }
            }
        }
        return null;
    }

    private static @Nullable String find(String pairs, String name) {
        for (String pair : pairs.split(";", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
                return pair.substring(equals + 1).strip();
            }
        }
        return null;
    }
}
