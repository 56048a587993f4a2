package dev.slipway.edge.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A client's connection that speaks HTTP/2: its streams are {@link ClientConnection}s, it is what they share. */
final class Http2Session extends ChannelInboundHandlerAdapter implements Guest {

    private static final Logger LOG = LoggerFactory.getLogger(Http2Session.class);

    /** Time for a client to learn that it should go elsewhere. */
    private static final long LEAVING_NANOS = TimeUnit.SECONDS.toNanos(2);

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
        if (leaving && streams == 0 && !worker.isPatient()) {
            close();
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        worker.joined(this);
        if (worker.isPatient()) {
            leave();
        } else if (worker.isDraining()) {
            closeIfResting();
        }
    }

    /** Streams that the client opens before it has read this are taken too (RFC 9113, section 6.8). */
    @Override
    public void leave() {
        leaving = true;
        since = worker.coarseTime();
        var _ = channel.writeAndFlush(
                new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR).setExtraStreamIds(Integer.MAX_VALUE));
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
    public void cut() {
        close();
    }

    @Override
    public void close() {
        var _ = channel.close();
    }

    @Override
    public void checkTime(long now) {
        long limit = leaving ? LEAVING_NANOS : worker.limits().keepAlive().toNanos();
        if (streams == 0 && now - since > limit) {
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
