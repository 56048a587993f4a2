package dev.slipway.edge.proxy;

import dev.slipway.edge.http.RequestHead;
import java.util.concurrent.ThreadLocalRandom;

/** The name under which a request is found in the logs of all who touched it. */
final class RequestId {

    private static final int MAX_LENGTH = 128;
    private static final char[] DIGITS = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final int LENGTH = 24;

    private RequestId() {}

    /** The client's own when it is sane, else a fresh one of 120 random bits. */
    static String of(RequestHead request) {
        int field = request.requestIdField();
        if (field >= 0 && request.head().valueLength(field) <= MAX_LENGTH) {
            String given = request.head().value(field);
            if (isSane(given)) {
                return given;
            }
        }
        return fresh();
    }

    private static boolean isSane(String id) {
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean sane = letter || (c >= '0' && c <= '9') || "-_.:+/=@".indexOf(c) >= 0;
            if (!sane) {
                return false;
            }
        }
        return !id.isEmpty();
    }

    private static String fresh() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        char[] id = new char[LENGTH];
        long bits = 0;
        for (int i = 0; i < LENGTH; i++) {
            if (i % 12 == 0) {
                bits = random.nextLong();
            }
            id[i] = DIGITS[(int) (bits & 31)];
            bits >>>= 5;
        }
        return new String(id);
    }
}
