package dev.slipway.edge.proxy;

import dev.slipway.edge.traffic.InstanceTraffic;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends copies of requests and throws the answers away. Nobody waits for a copy: when too many are under way the next ones
 * are not sent, and what becomes of them is counted nowhere, so that a release that only watches can harm nobody.
 */
final class Mirrors {

    private static final Logger LOG = LoggerFactory.getLogger(Mirrors.class);
    private static final int MAX_UNDER_WAY = 64;

    private final Bootstrap bootstrap;
    private final long limitMillis;
    private int underWay;

    /** @param limitMillis after which a copy's connection is cut */
    Mirrors(Bootstrap bootstrap, long limitMillis) {
        this.bootstrap = bootstrap;
        this.limitMillis = limitMillis;
    }

    /** Takes over the bytes. */
    void send(InstanceTraffic to, ByteBuf copy) {
        if (underWay >= MAX_UNDER_WAY) {
            copy.release();
            return;
        }
        underWay++;
        var _ = bootstrap.clone().handler(new Discard()).connect(to.address()).addListener(done -> {
            if (done.cause() != null) {
                underWay--;
                copy.release();
            } else {
                var _ = ((io.netty.channel.ChannelFuture) done).channel().writeAndFlush(copy);
            }
        });
    }

    /** Reads and forgets, until the instance closes or the time is over. */
    private final class Discard extends ChannelInboundHandlerAdapter {
        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            var end = ctx.executor()
                    .schedule(
                            () -> {
                                var _ = ctx.close();
                            },
                            limitMillis,
                            TimeUnit.MILLISECONDS);
            ctx.channel().closeFuture().addListener(closed -> {
                end.cancel(false);
                underWay--;
            });
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ReferenceCountUtil.release(message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            LOG.debug("a copy was not taken: {}", cause.toString());
            var _ = ctx.close();
        }
    }
}
