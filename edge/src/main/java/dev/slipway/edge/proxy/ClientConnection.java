package dev.slipway.edge.proxy;

import dev.slipway.edge.http.BadMessage;
import dev.slipway.edge.http.Body;
import dev.slipway.edge.http.HeadEnd;
import dev.slipway.edge.http.RequestHead;
import dev.slipway.edge.http.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A client's connection: it takes requests one after another, and paces the client by reading or not reading. */
final class ClientConnection extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);
    private static final int MAX_PIPELINED = 64 * 1024;
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Worker worker;
    private final Channel channel;
    private final HeadEnd headEnd = new HeadEnd();
    private byte[] forwarded = new byte[0];
    private Phase phase = Phase.HEAD;
    private @Nullable ByteBuf pending;
    private Body body = Body.none();
    private @Nullable Exchange exchange;
    private boolean close;
    private boolean oldVersion;
    private boolean advancing;
    private long since = System.nanoTime();

    ClientConnection(Worker worker, Channel channel) {
        this.worker = worker;
        this.channel = channel;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (worker.isDraining()) {
            var _ = ctx.close();
            return;
        }
        if (channel.remoteAddress() instanceof InetSocketAddress peer) {
            forwarded = Wire.bytes(
                    "X-Forwarded-For: " + peer.getAddress().getHostAddress() + "\r\nX-Forwarded-Proto: http\r\n");
        }
        worker.joined(this);
    }

    ByteBufAllocator allocator() {
        return channel.alloc();
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
                if (pending == null) {
                    progressed();
                }
                pending = Buffers.append(ctx.alloc(), pending, in);
                advance();
            }
            case BODY -> {
                progressed();
                bodyBytes(in);
            }
            case WAITING -> {
                pending = Buffers.append(ctx.alloc(), pending, in);
                if (pending.readableBytes() > MAX_PIPELINED) {
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
            while (phase == Phase.HEAD && pending != null && takeHead(pending)) {
                takeBody();
            }
        } catch (BadMessage e) {
            refuse(e);
        } finally {
            advancing = false;
        }
        if (pending != null && !pending.isReadable()) {
            pending = Buffers.drop(pending);
        }
    }

    private boolean takeHead(ByteBuf in) {
        int length = headEnd.find(in);
        if (length < 0) {
            return false;
        }
        worker.head().read(in, length);
        RequestHead request = new RequestHead(worker.head());
        body = request.body();
        oldVersion = request.isOldVersion();
        close = !request.keepsAlive() || worker.isDraining();
        phase = body.isDone() ? Phase.WAITING : Phase.BODY;
        progressed();
        Exchange begun = new Exchange(this, worker, request);
        exchange = begun;
        begun.start(request);
        return true;
    }

    private void takeBody() {
        ByteBuf rest = pending;
        if (phase == Phase.BODY && rest != null && rest.isReadable()) {
            pending = null;
            bodyBytes(rest);
        }
        if (exchange != null) {
            exchange.flushToUpstream();
        }
    }

    private void bodyBytes(ByteBuf in) {
        Exchange current = exchange;
        if (current == null) {
            in.release();
            return;
        }
        int taken;
        try {
            taken = body.take(in);
        } catch (BadMessage e) {
            in.release();
            worker.ledger().countRefused();
            close = true;
            current.requestBroke(new Answer(e.status(), Reason.BAD_REQUEST, e.reason()));
            return;
        }
        if (taken < in.readableBytes()) {
            pending = in.retainedSlice(in.readerIndex() + taken, in.readableBytes() - taken);
            in.writerIndex(in.readerIndex() + taken);
        }
        if (body.isDone()) {
            phase = Phase.WAITING;
            current.requestDone();
        }
        current.requestBytes(in);
    }

    private void refuse(BadMessage bad) {
        worker.ledger().countRefused();
        close = true;
        Answer answer = new Answer(bad.status(), Reason.BAD_REQUEST, bad.reason());
        write(answer.render(allocator(), Answer.Form.PLAIN, false, true, ""));
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
        since = System.nanoTime();
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
        ByteBuf early = pending;
        pending = null;
        if (early != null) {
            toTunnel(early);
            channel.eventLoop().execute(this::flushTunnel);
        }
    }

    private void flushTunnel() {
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
        }
    }

    /** Lets the client read the answer before the connection is reset over what it still sends (RFC 9112, section 9.6). */
    private void linger() {
        phase = Phase.LINGER;
        progressed();
        pending = Buffers.drop(pending);
        setReading(true);
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> {
            if (channel instanceof DuplexChannel duplex && duplex.isActive()) {
                var _ = duplex.shutdownOutput();
            }
        });
    }

    void closeFlushed() {
        phase = Phase.LINGER;
        progressed();
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    void close() {
        var _ = channel.close();
    }

    void closeIfResting() {
        if (phase == Phase.HEAD && pending == null) {
            close();
        }
    }

    void checkTime(long now) {
        long silent = now - since;
        switch (phase) {
            case HEAD -> {
                if (pending == null) {
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
        write(answer.render(allocator(), Answer.Form.PLAIN, false, true, ""));
        linger();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (exchange != null && (phase == Phase.BODY || phase == Phase.WAITING || phase == Phase.TUNNEL)) {
            exchange.flushToUpstream();
        }
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
        pending = Buffers.drop(pending);
        worker.left(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof java.io.IOException)) {
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
