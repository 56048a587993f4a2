package dev.slipway.edge.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.util.ReferenceCountUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A client's connection that speaks HTTP/2: its streams are {@link ClientConnection}s, it is what they share. */
final class Http2Session extends ChannelInboundHandlerAdapter implements Guest {

    private static final Logger LOG = LoggerFactory.getLogger(Http2Session.class);

    private final Worker worker;
    private final Channel channel;
    private int streams;
    private boolean leaving;
    private long since;

    Http2Session(Worker worker, Channel channel) {
        this.worker = worker;
        this.channel = channel;
        this.since = worker.coarseTime();
    }

    /** A stream has been opened. */
    void opened(Channel stream) {
        streams++;
        stream.pipeline().addLast(new ClientConnection(worker, stream, Scheme.of(channel)));
        stream.closeFuture().addListener(done -> closed());
    }

    private void closed() {
        streams--;
        since = worker.coarseTime();
        if (leaving && streams == 0) {
            close();
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        worker.joined(this);
        if (worker.isDraining()) {
            closeIfResting();
        }
    }

    /** Streams that the client has opened go on; it opens no more. */
    @Override
    public void closeIfResting() {
        if (!leaving) {
            leaving = true;
            var _ = channel.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR));
        }
        if (streams == 0) {
            close();
        }
    }

    @Override
    public void close() {
        var _ = channel.close();
    }

    @Override
    public void checkTime(long now) {
        if (streams == 0 && now - since > worker.limits().keepAlive().toNanos()) {
            close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
        ReferenceCountUtil.release(frame);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        worker.left(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.debug("a connection is closed: {}", cause.toString());
        var _ = ctx.close();
    }
}
