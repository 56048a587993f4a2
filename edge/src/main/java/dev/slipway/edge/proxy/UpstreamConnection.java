package dev.slipway.edge.proxy;

import dev.slipway.edge.http.BadMessage;
import dev.slipway.edge.http.Body;
import dev.slipway.edge.http.HeadEnd;
import dev.slipway.edge.http.ResponseHead;
import dev.slipway.edge.http2.Http2Border;
import dev.slipway.edge.traffic.InstanceTraffic;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A connection to an instance: it carries one exchange after another, and rests in its worker's store in between. */
final class UpstreamConnection extends ChannelInboundHandlerAdapter {

    private final Worker worker;
    private final InstanceTraffic instance;
    private final HeadEnd headEnd = new HeadEnd();
    private @Nullable ChannelHandlerContext context;
    private @Nullable Exchange exchange;
    private @Nullable ByteBuf pending;
    private @Nullable Body body;
    private boolean keepsAlive;
    private boolean tunnel;
    private boolean heard;
    private boolean closing;
    private long announcedNanos = Long.MAX_VALUE;
    private long restingSince;

    UpstreamConnection(Worker worker, InstanceTraffic instance) {
        this.worker = worker;
        this.instance = instance;
    }

    InstanceTraffic instance() {
        return instance;
    }

    boolean isUsable() {
        return context != null && context.channel().isActive();
    }

    void rest() {
        restingSince = System.nanoTime();
    }

    boolean isRestingBefore(long nanoTime) {
        return restingSince - nanoTime < 0;
    }

    /** A request that must not be sent twice may go on it: it has rested a short time only, and its peer has not closed. */
    boolean isTrusted(long nanoTime) {
        return context != null
                && nanoTime - restingSince < trustedNanos(nanoTime)
                && Transport.isOpenAtPeer(context.channel());
    }

    private long trustedNanos(long nanoTime) {
        long limit = Math.min(announcedNanos, instance.shortestRestNanos(nanoTime));
        return Math.min(worker.limits().trusted().toNanos(), limit / 2);
    }

    /** From now on the connection works for this exchange. */
    void carry(Exchange next) {
        exchange = next;
        setReading(true);
    }

    /** The exchange has no more interest; what still comes is nobody's. */
    void abandon() {
        exchange = null;
        close();
    }

    void write(ByteBuf bytes) {
        if (context == null) {
            bytes.release();
        } else {
            var _ = context.write(bytes, context.voidPromise());
        }
    }

    /** Writes, and tells what became of it. */
    void writeWatched(ByteBuf bytes, ChannelFutureListener listener) {
        if (context == null) {
            bytes.release();
        } else {
            var _ = context.write(bytes).addListener(listener);
        }
    }

    void flush() {
        if (context != null) {
            context.flush();
        }
    }

    boolean isWritable() {
        return context != null && context.channel().isWritable();
    }

    void setReading(boolean reading) {
        if (context != null && context.channel().config().isAutoRead() != reading) {
            context.channel().config().setAutoRead(reading);
        }
    }

    void close() {
        closing = true;
        if (context != null) {
            var _ = context.close();
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        worker.opened(added.channel());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        Exchange current = exchange;
        if (current == null) {
            in.release();
            close();
            return;
        }
        current.responseByteCame();
        if (tunnel) {
            current.toClient(in);
            return;
        }
        try {
            if (body == null) {
                pending = Buffers.append(ctx.alloc(), pending, in);
                heads(current);
            } else {
                bodyBytes(current, body, in);
            }
        } catch (BadMessage e) {
            exchange = null;
            var _ = ctx.close();
            current.upstreamBroke(e.reason());
        }
    }

    private void heads(Exchange current) {
        while (body == null && exchange == current && pending != null && !tunnel) {
            int length = headEnd.find(pending);
            if (length < 0) {
                return;
            }
            worker.head().read(pending, length);
            ResponseHead response = new ResponseHead(worker.head(), current.isHead());
            if (response.status() == 101) {
                tunnel = true;
                current.becomeTunnel(response);
            } else if (response.isInterim()) {
                current.interim(response);
            } else {
                respond(current, response);
            }
        }
        rest(current);
    }

    private void respond(Exchange current, ResponseHead response) {
        Body follows = response.body();
        body = follows;
        keepsAlive = response.keepsAlive();
        hearKeepAlive(response);
        ByteBuf out = current.respond(response);
        ByteBuf behind = pending;
        try {
            if (behind != null && behind.readableBytes() <= out.writableBytes()) {
                out.writeBytes(behind, follows.take(behind));
            }
        } catch (BadMessage e) {
            out.release();
            throw e;
        }
        current.toClient(out);
    }

    /** An instance says the same on each response, so the first is enough. */
    private void hearKeepAlive(ResponseHead response) {
        if (!heard) {
            heard = true;
            Duration limit = response.keepsAliveFor();
            announcedNanos = limit == null ? Long.MAX_VALUE : limit.toNanos();
        }
    }

    private void rest(Exchange current) {
        ByteBuf left = pending;
        pending = null;
        if (tunnel && left != null) {
            current.toClient(left);
        } else if (body != null) {
            bodyBytes(current, body, left == null ? Unpooled.EMPTY_BUFFER : left);
        } else if (left != null && left.isReadable()) {
            pending = left;
        } else if (left != null) {
            left.release();
        }
    }

    private void bodyBytes(Exchange current, Body walking, ByteBuf in) {
        int taken;
        try {
            taken = walking.take(in);
        } catch (BadMessage e) {
            in.release();
            throw e;
        }
        boolean surplus = taken < in.readableBytes();
        if (surplus) {
            keepsAlive = false;
            in.writerIndex(in.readerIndex() + taken);
        }
        if (taken == 0) {
            in.release();
        } else {
            current.toClient(in);
        }
        if (walking.isDone() && exchange == current) {
            complete(current);
        }
    }

    /** A stream carries one exchange. */
    private boolean isStream() {
        return context != null && Http2Border.isStream(context.channel());
    }

    private void complete(Exchange current) {
        exchange = null;
        body = null;
        if (keepsAlive && current.isRequestDone() && !isStream()) {
            worker.giveBack(this);
        } else {
            close();
        }
        current.responseDone();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (exchange != null) {
            exchange.flushToClient();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (exchange != null) {
            exchange.upstreamWritable(ctx.channel().isWritable());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        pending = Buffers.drop(pending);
        Exchange current = exchange;
        if (current == null) {
            learnRest();
            worker.forget(this);
            return;
        }
        if (body != null && body.endsWithConnection()) {
            keepsAlive = false;
            complete(current);
        } else {
            exchange = null;
            current.upstreamLost();
        }
    }

    /** The instance closed a resting connection: it does so after that long. */
    private void learnRest() {
        if (!closing) {
            long now = System.nanoTime();
            instance.restEnded(now - restingSince, now);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof java.io.IOException
                && exchange != null
                && ctx.channel().isActive()) {
            // A failed write closes the sending half alone: the instance's answer may wait in the receiving one.
            return;
        }
        var _ = ctx.close();
    }
}
