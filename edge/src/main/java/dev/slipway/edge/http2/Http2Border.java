package dev.slipway.edge.http2;

import dev.slipway.edge.http.Head;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Where connections that speak HTTP/2 are set up. Netty's codec counts what an attacker may send too much of: resets
 * (CVE-2023-44487), continuations (CVE-2024-27316), empty frames, settings and pings that must be answered.
 */
public final class Http2Border {

    /** What a client sends first (RFC 9113, section 3.4) begins with a method that HTTP/1 does not know. */
    private static final int PREFACE = ('P' << 24) | ('R' << 16) | ('I' << 8) | ' ';

    private static final int MAX_STREAMS = 128;
    private static final int WINDOW = 256 * 1024;

    private Http2Border() {}

    /** Whether these are the first bytes of a client that speaks HTTP/2 without asking. */
    public static boolean isPreface(io.netty.buffer.ByteBuf in) {
        return in.readableBytes() >= Integer.BYTES && in.getInt(in.readerIndex()) == PREFACE;
    }

    /**
     * Makes the connection of a client speak HTTP/2.
     *
     * @param onStream called with each stream that the client opens; what it adds to its pipeline sees HTTP/1.1
     */
    public static void serve(ChannelPipeline pipeline, Consumer<Channel> onStream) {
        Http2Settings settings = Http2Settings.defaultSettings()
                .maxConcurrentStreams(MAX_STREAMS)
                .initialWindowSize(WINDOW)
                .maxHeaderListSize(Head.MAX_BYTES);
        pipeline.addLast(
                Http2FrameCodecBuilder.forServer().initialSettings(settings).build(),
                new Http2MultiplexHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel stream) {
                        stream.pipeline().addLast(new ServerStream());
                        onStream.accept(stream);
                    }
                }));
    }

    /**
     * Makes a connection to an instance speak HTTP/2, as one does that has agreed on it beforehand. Streams beyond what the
     * instance takes at once wait for others to end; closing waits for those that are open.
     */
    public static void connect(ChannelPipeline pipeline) {
        Http2Settings settings = Http2Settings.defaultSettings()
                .pushEnabled(false)
                .initialWindowSize(WINDOW)
                .maxHeaderListSize(Head.MAX_BYTES);
        pipeline.addLast(
                Http2FrameCodecBuilder.forClient()
                        .initialSettings(settings)
                        .encoderEnforceMaxConcurrentStreams(true)
                        .gracefulShutdownTimeoutMillis(-1)
                        .build(),
                new Http2MultiplexHandler(new ChannelInboundHandlerAdapter()));
    }

    /**
     * Opens a stream to an instance.
     *
     * @param handler sees and writes HTTP/1.1, one exchange
     */
    public static Future<Http2StreamChannel> open(Channel connection, ChannelHandler handler) {
        return new Http2StreamChannelBootstrap(connection)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel stream) {
                        stream.pipeline().addLast(new ClientStream(), handler);
                    }
                })
                .open();
    }

    /** A channel that is one of several streams of a connection. */
    public static boolean isStream(Channel channel) {
        return channel instanceof Http2StreamChannel;
    }
}
