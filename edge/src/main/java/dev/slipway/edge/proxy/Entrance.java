package dev.slipway.edge.proxy;

import dev.slipway.edge.http2.Http2Border;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.util.Mapping;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets up the connection of a client that has come in: handshake, protocol, and what takes its requests. */
final class Entrance extends ChannelInitializer<Channel> {

    private static final Logger LOG = LoggerFactory.getLogger(Entrance.class);
    private static final int MAX_HELLO = 16 * 1024;

    private final Function<Channel, Worker> workers;
    private final @Nullable Mapping<String, SslContext> certificates;

    Entrance(Function<Channel, Worker> workers, @Nullable Mapping<String, SslContext> certificates) {
        this.workers = workers;
        this.certificates = certificates;
    }

    @Override
    protected void initChannel(Channel channel) {
        Worker worker = workers.apply(channel);
        if (certificates == null) {
            channel.pipeline().addLast(new ClientConnection(worker, channel, Scheme.HTTP));
        } else {
            long limit = worker.limits().header().toMillis();
            channel.pipeline().addLast(new SniHandler(certificates, MAX_HELLO, limit), new Negotiation(worker));
        }
    }

    /** Makes the connection speak HTTP/2 from the next byte on. */
    static void speakHttp2(Worker worker, Channel channel) {
        Http2Session session = new Http2Session(worker, channel);
        Http2Border.serve(channel.pipeline(), session::opened);
        channel.pipeline().addLast(session);
    }

    /** Waits for the handshake, in which client and edge agree on the protocol (RFC 7301). */
    private static final class Negotiation extends ApplicationProtocolNegotiationHandler {
        private final Worker worker;

        Negotiation(Worker worker) {
            super(ApplicationProtocolNames.HTTP_1_1);
            this.worker = worker;
        }

        @Override
        protected void configurePipeline(ChannelHandlerContext ctx, String protocol) {
            ChannelPipeline pipeline = ctx.pipeline();
            if (protocol.equals(ApplicationProtocolNames.HTTP_2)) {
                speakHttp2(worker, ctx.channel());
            } else {
                pipeline.addLast(new ClientConnection(worker, ctx.channel(), Scheme.HTTPS));
            }
        }

        @Override
        protected void handshakeFailure(ChannelHandlerContext ctx, Throwable cause) {
            exceptionCaught(ctx, cause);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            LOG.debug("no handshake with {}: {}", ctx.channel().remoteAddress(), cause.toString());
            var _ = ctx.close();
        }
    }
}
