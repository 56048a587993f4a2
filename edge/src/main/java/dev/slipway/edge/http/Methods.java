package dev.slipway.edge.http;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/** The usual methods, so that none of them needs a new string per request. */
final class Methods {

    private static final String[] USUAL = {"GET", "POST", "PUT", "HEAD", "DELETE", "OPTIONS", "PATCH", "TRACE"};
    private static final byte[][] BYTES = bytes();
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE");

    private Methods() {}

    static String known(byte[] bytes, int length) {
        for (int i = 0; i < USUAL.length; i++) {
            if (java.util.Arrays.equals(bytes, 0, length, BYTES[i], 0, BYTES[i].length)) {
                return USUAL[i];
            }
        }
        return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }

    static boolean isIdempotent(String method) {
        return IDEMPOTENT.contains(method);
    }

    private static byte[][] bytes() {
        byte[][] bytes = new byte[USUAL.length][];
        for (int i = 0; i < USUAL.length; i++) {
            bytes[i] = USUAL[i].getBytes(StandardCharsets.US_ASCII);
        }
        return bytes;
    }
}
