package dev.slipway.edge.proxy;

import dev.slipway.edge.http.BadMessage;
import dev.slipway.edge.http.RequestHead;
import dev.slipway.edge.http.Wire;
import dev.slipway.edge.http2.Http2Border;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A client's connection: it takes requests one after another, and paces the client by reading or not reading. */
final class ClientConnection extends ChannelInboundHandlerAdapter implements Guest {

    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);
    private static final int MAX_PIPELINED = 64 * 1024;
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Worker worker;
    private final Channel channel;
    private final Intake intake = new Intake();
    private final Scheme scheme;
    private byte[] forwarded = new byte[0];
    private InetAddress peer = InetAddress.getLoopbackAddress();
    private Phase phase = Phase.HEAD;
    private @Nullable Exchange exchange;
    private boolean close;
    private boolean oldVersion;
    private boolean advancing;
    private long since;

    ClientConnection(Worker worker, Channel channel, Scheme scheme) {
        this.worker = worker;
        this.channel = channel;
        this.scheme = scheme;
        this.since = worker.coarseTime();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        if (channel.remoteAddress() instanceof InetSocketAddress address) {
            peer = address.getAddress();
            forwarded = Wire.bytes(
                    "X-Forwarded-For: " + peer.getHostAddress() + "\r\nX-Forwarded-Proto: " + scheme.word() + "\r\n");
        }
        worker.joined(this);
    }

    ByteBufAllocator allocator() {
        return channel.alloc();
    }

    Scheme scheme() {
        return scheme;
    }

    InetAddress peer() {
        return peer;
    }

    byte[] forwarded() {
        return forwarded;
    }

    boolean speaksInterim() {
        return !oldVersion;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        switch (phase) {
            case HEAD -> {
                if (intake.isEmpty()) {
                    progressed();
                    if (scheme == Scheme.HTTP && Http2Border.isPreface(in) && !Http2Border.isStream(channel)) {
                        speakHttp2(ctx, in);
                        return;
                    }
                }
                intake.add(ctx.alloc(), in);
                advance();
            }
            case BODY -> {
                progressed();
                intake.add(ctx.alloc(), in);
                takeBody();
            }
            case WAITING -> {
                intake.add(ctx.alloc(), in);
                if (intake.size() > MAX_PIPELINED) {
                    setReading(false);
                }
            }
            case TUNNEL -> {
                progressed();
                toTunnel(in);
            }
            case LINGER, CLOSED -> in.release();
        }
    }

    /** A client that knows beforehand that HTTP/2 is spoken here (RFC 9113, section 3.3). */
    private void speakHttp2(ChannelHandlerContext ctx, ByteBuf preface) {
        worker.left(this);
        Entrance.speakHttp2(worker, channel);
        ctx.fireChannelRead(preface);
        ctx.pipeline().remove(this);
    }

    private void toTunnel(ByteBuf in) {
        if (exchange == null) {
            in.release();
        } else {
            exchange.requestBytes(in);
        }
    }

    /** Takes up as many requests as are there, one at a time. */
    private void advance() {
        if (advancing) {
            return;
        }
        advancing = true;
        try {
            RequestHead request = intake.takeHead(worker.head());
            while (request != null) {
                begin(request);
                request = phase == Phase.HEAD ? intake.takeHead(worker.head()) : null;
            }
        } catch (BadMessage e) {
            refuse(e);
        } finally {
            advancing = false;
        }
        intake.tidy();
    }

    /** What of the body is there goes along with the head, in one write. */
    private void begin(RequestHead request) {
        oldVersion = request.isOldVersion();
        close = !request.keepsAlive() || worker.isDraining();
        phase = intake.isBodyDone() ? Phase.WAITING : Phase.BODY;
        progressed();
        Exchange begun = new Exchange(this, worker, request, intake.authority());
        exchange = begun;
        if (phase == Phase.BODY) {
            takeBody();
        }
        begun.start(request);
    }

    private void takeBody() {
        Exchange current = exchange;
        if (current == null) {
            intake.drop();
            return;
        }
        ByteBuf bytes;
        try {
            bytes = intake.takeBody();
        } catch (BadMessage e) {
            worker.ledger().countRefused();
            close = true;
            current.requestBroke(new Answer(e.status(), Reason.BAD_REQUEST, e.reason()));
            return;
        }
        if (intake.isBodyDone()) {
            phase = Phase.WAITING;
            current.requestDone();
        }
        if (bytes != null) {
            current.requestBytes(bytes);
        }
    }

    private void refuse(BadMessage bad) {
        worker.ledger().countRefused();
        close = true;
        Answer answer = new Answer(bad.status(), Reason.BAD_REQUEST, bad.reason());
        write(answer.render(allocator(), Answer.Form.PLAIN, false, true, RequestId.NONE));
        linger();
    }

    void write(ByteBuf bytes) {
        var _ = channel.write(bytes, channel.voidPromise());
    }

    void flush() {
        channel.flush();
    }

    boolean isWritable() {
        return channel.isWritable();
    }

    void setReading(boolean reading) {
        if (channel.config().isAutoRead() != reading) {
            channel.config().setAutoRead(reading);
        }
    }

    /** Something moved: the clock of silence starts anew. */
    void progressed() {
        since = worker.coarseTime();
    }

    void closeAfterResponse(boolean wanted) {
        close |= wanted || worker.isDraining();
    }

    boolean willClose() {
        return close;
    }

    void becomeTunnel() {
        phase = Phase.TUNNEL;
        setReading(true);
        ByteBuf early = intake.takeAll();
        if (early != null) {
            toTunnel(early);
            channel.eventLoop().execute(this::flushToUpstream);
        }
    }

    private void flushToUpstream() {
        if (exchange != null) {
            exchange.flushToUpstream();
        }
    }

    /**
     * The response has been written as a whole.
     *
     * @param requestTaken false when the request's body was not wanted
     */
    void responseDone(boolean requestTaken) {
        exchange = null;
        if (phase == Phase.CLOSED) {
            return;
        }
        if (phase == Phase.BODY || !requestTaken) {
            linger();
        } else if (close) {
            closeFlushed();
        } else {
            phase = Phase.HEAD;
            progressed();
            flush();
            setReading(true);
            advance();
            flushToUpstream();
        }
    }

    /** Lets the client read the answer before the connection is reset over what it still sends (RFC 9112, section 9.6). */
    void linger() {
        phase = Phase.LINGER;
        progressed();
        intake.drop();
        setReading(true);
        if (Http2Border.isStream(channel)) {
            closeFlushed();
        } else {
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> endOutput());
        }
    }

    private void endOutput() {
        SslHandler secured = channel.pipeline().get(SslHandler.class);
        if (secured != null) {
            var _ = secured.closeOutbound();
        } else if (channel instanceof DuplexChannel duplex && duplex.isActive()) {
            var _ = duplex.shutdownOutput();
        }
    }

    void closeFlushed() {
        phase = Phase.LINGER;
        progressed();
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void close() {
        var _ = channel.close();
    }

    @Override
    public void cut() {
        if (exchange == null) {
            close();
        } else {
            exchange.cut();
        }
    }

    @Override
    public void closeIfResting() {
        if (phase == Phase.HEAD && intake.isEmpty()) {
            close();
        }
    }

    /** The next response says that it is the last here. */
    @Override
    public void leave() {
        progressed();
    }

    @Override
    public void checkTime(long now) {
        long silent = now - since;
        switch (phase) {
            case HEAD -> {
                if (intake.isEmpty()) {
                    if (silent > worker.limits().keepAlive().toNanos()) {
                        close();
                    }
                } else if (silent > worker.limits().header().toNanos()) {
                    refuse(Reason.CLIENT_TIMEOUT);
                }
            }
            case BODY, WAITING, TUNNEL -> {
                if (exchange != null) {
                    exchange.checkTime(now, silent);
                }
            }
            case LINGER -> {
                if (silent > LINGER_NANOS) {
                    close();
                }
            }
            case CLOSED -> worker.left(this);
        }
    }

    private void refuse(Reason reason) {
        Answer answer = Answer.of(reason, "Its head was not complete in time");
        write(answer.render(allocator(), Answer.Form.PLAIN, false, true, RequestId.NONE));
        linger();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        flushToUpstream();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        progressed();
        if (exchange != null) {
            exchange.clientWritable(isWritable());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        phase = Phase.CLOSED;
        Exchange current = exchange;
        exchange = null;
        if (current != null) {
            current.clientGone();
        }
        intake.drop();
        worker.left(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof java.io.IOException) && !(cause instanceof DecoderException)) {
            LOG.error("a defect closed the connection of {}", ctx.channel().remoteAddress(), cause);
        }
        var _ = ctx.close();
    }

    private enum Phase {
        HEAD,
        BODY,
        WAITING,
        TUNNEL,
        LINGER,
        CLOSED
    }
}
