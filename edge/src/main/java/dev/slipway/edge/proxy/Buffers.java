package dev.slipway.edge.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/** Bytes that wait for more. */
final class Buffers {

    private Buffers() {}

    /** Both in one buffer; the caller owns the result and neither argument any more. */
    static ByteBuf append(ByteBufAllocator allocator, @Nullable ByteBuf waiting, ByteBuf more) {
        if (waiting == null) {
            return more;
        }
        if (!waiting.isReadable()) {
            waiting.release();
            return more;
        }
        int size = waiting.readableBytes() + more.readableBytes();
        ByteBuf both = waiting;
        if (waiting.refCnt() != 1 || waiting.isReadOnly() || waiting.maxWritableBytes() < more.readableBytes()) {
            both = allocator.ioBuffer(size * 2).writeBytes(waiting);
            waiting.release();
        }
        both.writeBytes(more);
        more.release();
        return both;
    }

    /** Nothing, after releasing what was there. */
    static @Nullable ByteBuf drop(@Nullable ByteBuf waiting) {
        if (waiting != null) {
            waiting.release();
        }
        return null;
    }
}
