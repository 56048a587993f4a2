package dev.slipway.edge.http;

import java.nio.charset.StandardCharsets;

/** Bytes that stand on the wire again and again. */
public final class Wire {

    /** CR LF as one short, for {@code ByteBuf.writeShort}. */
    public static final int CRLF = ('\r' << 8) | '\n';

    private Wire() {}

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
