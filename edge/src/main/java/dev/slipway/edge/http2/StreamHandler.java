package dev.slipway.edge.http2;

import dev.slipway.edge.http.BadMessage;
import dev.slipway.edge.http.Body;
import dev.slipway.edge.http.Head;
import dev.slipway.edge.http.HeadEnd;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Lets a stream look like a connection that carries one HTTP/1.1 exchange. All that the edge does with messages (routing,
 * limits, retries, counting) is thus written once, and an HTTP/2 message passes the same strict parser as any other.
 *
 * <p>The flow control of HTTP/2 works through: a stream that is not read gives no credit to its peer, and one without credit
 * is not writable.
 */
abstract sealed class StreamHandler extends ChannelDuplexHandler permits ServerStream, ClientStream {

    private final HeadEnd headEnd = new HeadEnd();
    private final Head head = new Head();
    private @Nullable Chunking inbound;
    private boolean inboundEnded;
    private @Nullable ByteBuf pending;
    private @Nullable Http1Body outbound;
    private boolean outboundEnded;
    private boolean finished;
    private @Nullable ChannelFuture last;

    /**
     * The first head that came, as lines of HTTP/1.1 without the empty one; null when the final one is still to come.
     *
     * @throws BadMessage when it may not be passed on
     */
    abstract @Nullable Chunking begin(Http2Headers headers, boolean ended, ByteBuf out);

    /** A head that goes out; its body is framed as given. */
    abstract Body outgoing(Head from, Http2Headers to);

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            switch (message) {
                case Http2HeadersFrame frame -> headers(ctx, frame);
                case Http2DataFrame frame -> data(ctx, frame);
                default -> ReferenceCountUtil.release(message);
            }
        } catch (BadMessage e) {
            reset(ctx, Http2Error.PROTOCOL_ERROR);
        }
    }

    private void headers(ChannelHandlerContext ctx, Http2HeadersFrame frame) {
        if (inboundEnded) {
            return;
        }
        ByteBuf out;
        if (inbound != null) {
            out = inbound.trailers(ctx.alloc(), frame.headers());
        } else {
            out = ctx.alloc().ioBuffer();
            try {
                inbound = begin(frame.headers(), frame.isEndStream(), out);
            } catch (BadMessage e) {
                out.release();
                throw e;
            }
        }
        inboundEnded = frame.isEndStream();
        ctx.fireChannelRead(out);
    }

    private void data(ChannelHandlerContext ctx, Http2DataFrame frame) {
        Chunking framing = inbound;
        if (framing == null || inboundEnded) {
            frame.release();
            throw new BadMessage(400, "content without a head");
        }
        inboundEnded = frame.isEndStream();
        ctx.fireChannelRead(framing.content(ctx.alloc(), frame.content(), frame.isEndStream()));
    }

    final boolean isInboundEnded() {
        return inboundEnded;
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        if (!(message instanceof ByteBuf bytes)) {
            var _ = ctx.write(message, promise);
            return;
        }
        finished = !bytes.isReadable();
        try {
            translate(ctx, bytes);
        } catch (BadMessage e) {
            reset(ctx, Http2Error.INTERNAL_ERROR);
        } finally {
            bytes.release();
        }
        confirm(promise);
    }

    /** What was written for a promise is out when the last frame is. */
    private void confirm(ChannelPromise promise) {
        if (promise.isVoid()) {
            return;
        }
        if (last == null || last.isDone()) {
            promise.trySuccess();
        } else {
            last.addListener(done -> promise.trySuccess());
        }
    }

    private void translate(ChannelHandlerContext ctx, ByteBuf bytes) {
        while (bytes.isReadable() && !outboundEnded) {
            if (outbound == null) {
                heads(ctx, bytes);
            } else {
                content(ctx, outbound, bytes);
            }
        }
    }

    private void heads(ChannelHandlerContext ctx, ByteBuf bytes) {
        ByteBuf all = pending == null ? ctx.alloc().ioBuffer(bytes.readableBytes()) : pending;
        pending = all;
        all.writeBytes(bytes);
        int length = headEnd.find(all);
        while (length >= 0 && outbound == null) {
            head.read(all, length);
            head(ctx);
            length = outbound == null ? headEnd.find(all) : -1;
        }
        if (outbound != null) {
            pending = null;
            content(ctx, outbound, all);
            all.release();
        }
    }

    private void head(ChannelHandlerContext ctx) {
        Http2Headers headers = new io.netty.handler.codec.http2.DefaultHttp2Headers(false);
        Body body = outgoing(head, headers);
        boolean interim = isInterim();
        if (!interim) {
            outbound = new Http1Body(body);
            outboundEnded = body.isDone();
        }
        last = ctx.write(new DefaultHttp2HeadersFrame(headers, !interim && body.isDone()));
    }

    /** The head that was given last announces another one. */
    abstract boolean isInterim();

    private void content(ChannelHandlerContext ctx, Http1Body body, ByteBuf bytes) {
        if (outboundEnded) {
            bytes.skipBytes(bytes.readableBytes());
            return;
        }
        ByteBuf content = body.take(ctx.alloc(), bytes);
        outboundEnded = body.isDone();
        Http2Headers trailers = body.trailers();
        boolean endsHere = outboundEnded && trailers == null;
        if (content.isReadable() || endsHere) {
            last = ctx.write(new DefaultHttp2DataFrame(content, endsHere));
        } else {
            content.release();
        }
        if (outboundEnded && trailers != null) {
            last = ctx.write(new DefaultHttp2HeadersFrame(trailers, true));
        }
    }

    /** Closing means the end of a body that ends with its connection, and else, before the end, that it was cut. */
    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        if (!outboundEnded && finished && outbound != null && outbound.endsWithConnection()) {
            outboundEnded = true;
            last = ctx.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.EMPTY_BUFFER, true));
        } else if (!outboundEnded && ctx.channel().isActive()) {
            reset(ctx, cutError());
        } else if (!inboundEnded && ctx.channel().isActive()) {
            reset(ctx, Http2Error.NO_ERROR);
        }
        if (last == null || last.isDone()) {
            var _ = ctx.close(promise);
        } else {
            last.addListener(done -> {
                var _ = ctx.close(promise);
            });
        }
    }

    /** What the peer is told when this side ends before its message does. */
    abstract Http2Error cutError();

    private void reset(ChannelHandlerContext ctx, Http2Error error) {
        inboundEnded = true;
        outboundEnded = true;
        last = ctx.writeAndFlush(new DefaultHttp2ResetFrame(error));
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (pending != null) {
            pending.release();
            pending = null;
        }
        ctx.fireChannelInactive();
    }
}
