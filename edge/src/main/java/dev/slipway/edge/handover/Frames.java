package dev.slipway.edge.handover;

import dev.slipway.kernel.Json;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldPrepender;
import java.nio.charset.StandardCharsets;

/** How two edges talk once the sockets are given: JSON documents, each after its length in four bytes. */
final class Frames {

    private static final int MOST_BYTES = 64 << 20;
    private static final int LENGTH_BYTES = 4;

    private Frames() {}

    static void into(ChannelPipeline pipeline) {
        pipeline.addLast(new LengthFieldBasedFrameDecoder(MOST_BYTES, 0, LENGTH_BYTES, 0, LENGTH_BYTES));
        pipeline.addLast(new LengthFieldPrepender(LENGTH_BYTES));
    }

    static ByteBuf of(Object document) {
        return Unpooled.wrappedBuffer(Json.write(document).getBytes(StandardCharsets.UTF_8));
    }

    static <T> T read(ByteBuf frame, Class<T> type) {
        return Json.read(frame.toString(StandardCharsets.UTF_8), type);
    }
}
