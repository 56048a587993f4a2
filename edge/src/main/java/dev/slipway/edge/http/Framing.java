package dev.slipway.edge.http;

import org.jspecify.annotations.Nullable;

/**
 * The fields that say where a message's body ends, gathered strictly: a message with more than one answer is refused,
 * never mended (RFC 9112, section 6.3).
 */
final class Framing {

    private static final byte[] CHUNKED = Wire.bytes("chunked");
    private static final int MAX_LENGTH_DIGITS = 18;

    private long length = -1;
    private boolean chunked;

    void contentLength(Head head, int field) {
        if (length >= 0) {
            throw new BadMessage(400, "Content-Length is given twice");
        }
        head.refuseTabs(field);
        int from = head.valueStart(field);
        int to = head.valueEnd(field);
        if (from == to || to - from > MAX_LENGTH_DIGITS) {
            throw new BadMessage(400, "Content-Length is no number of bytes");
        }
        long value = 0;
        for (int i = from; i < to; i++) {
            byte digit = head.bytes()[i];
            if (digit < '0' || digit > '9') {
                throw new BadMessage(400, "Content-Length is no number of bytes");
            }
            value = value * 10 + (digit - '0');
        }
        length = value;
    }

    void transferEncoding(Head head, int field) {
        if (chunked) {
            throw new BadMessage(400, "Transfer-Encoding is given twice");
        }
        head.refuseTabs(field);
        if (!head.valueIs(field, CHUNKED)) {
            throw new BadMessage(501, "Transfer-Encoding other than chunked is not spoken here");
        }
        chunked = true;
    }

    /**
     * @param version the minor one: HTTP/1.0 knows no chunks
     * @return null when neither field was there
     */
    @Nullable
    Body body(int version) {
        if (chunked && length >= 0) {
            throw new BadMessage(400, "Content-Length and Transfer-Encoding contradict each other");
        }
        if (chunked && version == 0) {
            throw new BadMessage(400, "HTTP/1.0 has no Transfer-Encoding");
        }
        if (chunked) {
            return Body.chunked();
        }
        return length >= 0 ? Body.ofLength(length) : null;
    }
}
