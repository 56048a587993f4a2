package dev.slipway.edge.http;

/**
 * The header fields that a proxy must understand; all others pass unread. Names are found by length first, so that an
 * unknown name costs a few comparisons and no object.
 */
public enum Field {
    HOST("host"),
    CONTENT_LENGTH("content-length"),
    TRANSFER_ENCODING("transfer-encoding"),
    CONNECTION("connection"),
    KEEP_ALIVE("keep-alive"),
    PROXY_CONNECTION("proxy-connection"),
    PROXY_AUTHORIZATION("proxy-authorization"),
    PROXY_AUTHENTICATE("proxy-authenticate"),
    TE("te"),
    UPGRADE("upgrade"),
    EXPECT("expect"),
    ACCEPT("accept"),
    FORWARDED("forwarded"),
    X_FORWARDED_FOR("x-forwarded-for"),
    X_FORWARDED_HOST("x-forwarded-host"),
    X_FORWARDED_PROTO("x-forwarded-proto"),
    X_FORWARDED_PORT("x-forwarded-port"),
    X_FORWARDED_SERVER("x-forwarded-server"),
    X_REAL_IP("x-real-ip"),
    X_REQUEST_ID("x-request-id"),
    X_SLIPWAY_RELEASE("x-slipway-release"),
    X_SLIPWAY_EDGE("x-slipway-edge"),
    /** Any field that the edge passes on as it is. */
    OTHER("");

    private static final Field[][] BY_LENGTH = byLength();

    private final String name;

    Field(String name) {
        this.name = name;
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
