package dev.slipway.edge.proxy;

import dev.slipway.edge.http.RequestHead;
import dev.slipway.edge.http.Wire;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;

/** The name under which a request is found in the logs of all who touched it, ready for the wire. */
final class RequestId {

    /** For answers to what was not even a request. */
    static final RequestId NONE = new RequestId(new byte[0]);

    private static final int MAX_LENGTH = 128;
    private static final byte[] DIGITS = Wire.bytes("0123456789abcdefghjkmnpqrstvwxyz");
    private static final int LENGTH = 24;
    private static final int DIGITS_PER_LONG = 12;

    private final byte[] ascii;

    private RequestId(byte[] ascii) {
        this.ascii = ascii;
    }

    /** The client's own when it is sane, else a fresh one of 120 random bits. */
    static RequestId of(RequestHead request) {
        int field = request.requestIdField();
        if (field >= 0 && request.head().valueLength(field) <= MAX_LENGTH) {
            String given = request.head().value(field);
            if (isSane(given)) {
                return new RequestId(Wire.bytes(given));
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

    /** 120 random bits. */
    static RequestId fresh() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        byte[] id = new byte[LENGTH];
        long bits = 0;
        for (int i = 0; i < LENGTH; i++) {
            if (i % DIGITS_PER_LONG == 0) {
                bits = random.nextLong();
            }
            id[i] = DIGITS[(int) (bits & 31)];
            bits >>>= 5;
        }
        return new RequestId(id);
    }

    void writeTo(ByteBuf out) {
        out.writeBytes(ascii);
    }

    @Override
    public String toString() {
        return new String(ascii, StandardCharsets.ISO_8859_1);
    }
}
