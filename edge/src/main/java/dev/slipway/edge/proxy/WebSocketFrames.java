package dev.slipway.edge.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;

/**
 * Follows the frames that an instance sends through a tunnel (RFC 6455, section 5.2), to know where the edge may add one
 * of its own: the client is then told that it should come back, instead of finding its connection cut.
 */
final class WebSocketFrames {

    private static final int CLOSE = 0x8;
    private static final int FINAL = 0x80;
    private static final int OPCODE = 0x0f;
    private static final int MASKED = 0x80;
    private static final int LENGTH = 0x7f;
    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;
    private static final int MASK_BYTES = 4;
    private static final int GOING_AWAY = 1001;
    private static final int LONGEST_REASON = 123;

    private Part part = Part.FIRST;
    private int lengthLeft;
    private int maskLeft;
    private long payloadLeft;
    private boolean closed;

    /** What the next byte belongs to. */
    private enum Part {
        FIRST,
        SECOND,
        LENGTH,
        MASK,
        PAYLOAD
    }

    /** These bytes go to the client. */
    void pass(ByteBuf bytes) {
        int at = bytes.readerIndex();
        while (at < bytes.writerIndex()) {
            if (part == Part.PAYLOAD) {
                int step = (int) Math.min(payloadLeft, bytes.writerIndex() - at);
                payloadLeft -= step;
                at += step;
                part = payloadLeft == 0 ? Part.FIRST : Part.PAYLOAD;
            } else {
                header(bytes.getUnsignedByte(at++));
            }
        }
    }

    private void header(int next) {
        switch (part) {
            case FIRST -> {
                closed |= (next & OPCODE) == CLOSE;
                part = Part.SECOND;
            }
            case SECOND -> {
                maskLeft = (next & MASKED) == 0 ? 0 : MASK_BYTES;
                int length = next & LENGTH;
                lengthLeft = length == TWO_BYTES ? Short.BYTES : length == EIGHT_BYTES ? Long.BYTES : 0;
                payloadLeft = lengthLeft == 0 ? length : 0;
                next();
            }
            case LENGTH -> {
                payloadLeft = (payloadLeft << Byte.SIZE) | next;
                lengthLeft--;
                next();
            }
            case MASK -> {
                maskLeft--;
                next();
            }
            case PAYLOAD -> throw new IllegalStateException("payload is no header");
        }
    }

    /** A length beyond what the protocol allows has no end: the frame is never over. */
    private void next() {
        if (lengthLeft > 0) {
            part = Part.LENGTH;
        } else if (maskLeft > 0) {
            part = Part.MASK;
        } else {
            payloadLeft = payloadLeft < 0 ? Long.MAX_VALUE : payloadLeft;
            part = payloadLeft == 0 ? Part.FIRST : Part.PAYLOAD;
        }
    }

    /** Whether the last frame has gone as a whole, and was not the instance's own farewell. */
    boolean takesFarewell() {
        return part == Part.FIRST && !closed;
    }

    /**
     * A Close frame with 1001, going away.
     *
     * @param why in ASCII; of a longer one as much as a control frame takes
     */
    static ByteBuf farewell(ByteBufAllocator allocator, String why) {
        byte[] reason = why.substring(0, Math.min(why.length(), LONGEST_REASON)).getBytes(StandardCharsets.US_ASCII);
        int length = Short.BYTES + reason.length;
        return allocator
                .buffer(2 + length)
                .writeByte(FINAL | CLOSE)
                .writeByte(length)
                .writeShort(GOING_AWAY)
                .writeBytes(reason);
    }
}
