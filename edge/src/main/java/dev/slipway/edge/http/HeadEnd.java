package dev.slipway.edge.http;

import io.netty.buffer.ByteBuf;

/**
 * Finds the empty line that ends a head while its bytes trickle in, without looking at any byte twice. One per
 * connection.
 */
public final class HeadEnd {

    private int searched;
    private int lineStart;

    /**
     * @return the bytes of the head, the empty line included, or -1 while it is incomplete
     * @throws BadMessage when it is longer than {@link Head#MAX_BYTES}
     */
    public int find(ByteBuf in) {
        int base = in.readerIndex();
        int limit = in.writerIndex();
        while (true) {
            int lineFeed = in.indexOf(base + searched, limit, (byte) '\n');
            int end = lineFeed < 0 ? limit - base : lineFeed + 1 - base;
            if (end > Head.MAX_BYTES) {
                throw tooLarge();
            }
            if (lineFeed < 0) {
                searched = end;
                return -1;
            }
            if (isEmptyLine(in, base, end)) {
                if (lineStart > 0) {
                    reset();
                    return end;
                }
                in.skipBytes(end);
                base += end;
                searched = 0;
                continue;
            }
            lineStart = end;
            searched = end;
        }
    }

    private boolean isEmptyLine(ByteBuf in, int base, int end) {
        int length = end - lineStart;
        if (length == 1) {
            throw new BadMessage(400, "a line does not end with CR LF");
        }
        return length == 2 && in.getByte(base + lineStart) == '\r';
    }

    private BadMessage tooLarge() {
        return lineStart == 0
                ? new BadMessage(414, "the request line is longer than " + Head.MAX_BYTES + " bytes")
                : new BadMessage(431, "the header is longer than " + Head.MAX_BYTES + " bytes");
    }

    private void reset() {
        searched = 0;
        lineStart = 0;
    }
}
