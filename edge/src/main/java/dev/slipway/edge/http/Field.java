package dev.slipway.edge.http;

import java.util.EnumSet;
import java.util.Set;

/**
 * The header fields that a proxy must understand; all others pass unread. Names are found by length first, so that an
 * unknown name costs a few comparisons and no object.
 */
public enum Field {
    HOST("host", Passes.TO_CLIENT),
    CONTENT_LENGTH("content-length", Passes.BOTH_WAYS),
    TRANSFER_ENCODING("transfer-encoding", Passes.BOTH_WAYS),
    CONNECTION("connection", Passes.NOT),
    KEEP_ALIVE("keep-alive", Passes.NOT),
    PROXY_CONNECTION("proxy-connection", Passes.NOT),
    PROXY_AUTHORIZATION("proxy-authorization", Passes.TO_CLIENT),
    PROXY_AUTHENTICATE("proxy-authenticate", Passes.TO_CLIENT),
    TE("te", Passes.NOT),
    UPGRADE("upgrade", Passes.NOT),
    EXPECT("expect", Passes.BOTH_WAYS),
    ACCEPT("accept", Passes.BOTH_WAYS),
    FORWARDED("forwarded", Passes.TO_CLIENT),
    X_FORWARDED_FOR("x-forwarded-for", Passes.TO_CLIENT),
    X_FORWARDED_HOST("x-forwarded-host", Passes.TO_CLIENT),
    X_FORWARDED_PROTO("x-forwarded-proto", Passes.TO_CLIENT),
    X_FORWARDED_PORT("x-forwarded-port", Passes.TO_CLIENT),
    X_FORWARDED_SERVER("x-forwarded-server", Passes.TO_CLIENT),
    X_REAL_IP("x-real-ip", Passes.TO_CLIENT),
    X_REQUEST_ID("x-request-id", Passes.TO_CLIENT),
    TRACEPARENT("traceparent", Passes.TO_CLIENT),
    TRACESTATE("tracestate", Passes.TO_CLIENT),
    X_SLIPWAY_RELEASE("x-slipway-release", Passes.NOT),
    X_SLIPWAY_EDGE("x-slipway-edge", Passes.NOT),
    /** Any field that the edge passes on as it is. */
    OTHER("", Passes.BOTH_WAYS);

    private enum Passes {
        NOT,
        TO_CLIENT,
        BOTH_WAYS
    }

    private static final Field[][] BY_LENGTH = byLength();

    private final String name;
    private final Passes passes;

    Field(String name, Passes passes) {
        this.name = name;
        this.passes = passes;
    }

    /** The fields of a request that an instance may see as the client wrote them. */
    public static Set<Field> towardsInstance() {
        return passing(EnumSet.of(Passes.BOTH_WAYS));
    }

    /** The fields of a response that the client may see as the instance wrote them. */
    public static Set<Field> towardsClient() {
        return passing(EnumSet.of(Passes.BOTH_WAYS, Passes.TO_CLIENT));
    }

    private static Set<Field> passing(Set<Passes> wanted) {
        EnumSet<Field> found = EnumSet.noneOf(Field.class);
        for (Field field : values()) {
            if (wanted.contains(field.passes)) {
                found.add(field);
            }
        }
        return found;
    }

    /** The field whose name stands in {@code bytes[from, to)}, in any case. */
    static Field of(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length < BY_LENGTH.length) {
            for (Field candidate : BY_LENGTH[length]) {
                if (Ascii.equalsIgnoreCase(bytes, from, to, candidate.name)) {
                    return candidate;
                }
            }
        }
        return OTHER;
    }

    private static Field[][] byLength() {
        int longest = 0;
        for (Field field : values()) {
            longest = Math.max(longest, field.name.length());
        }
        Field[][] table = new Field[longest + 1][];
        for (int length = 0; length <= longest; length++) {
            int wanted = length;
            table[length] = java.util.Arrays.stream(values())
                    .filter(field -> field != OTHER && field.name.length() == wanted)
                    .toArray(Field[]::new);
        }
        return table;
    }
}
