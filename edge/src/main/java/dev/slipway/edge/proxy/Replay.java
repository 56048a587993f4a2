package dev.slipway.edge.proxy;

import dev.slipway.edge.http.Head;
import dev.slipway.edge.http.HeadEnd;
import dev.slipway.edge.http.RequestHead;
import dev.slipway.edge.http.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.ChannelOutputShutdownException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.List;

/** What must be sent again if a connection turns out to be dead: the head always, the body while it is small. */
final class Replay {

    /** Bytes of body kept for a second try. */
    static final int LIMIT = 64 * 1024;

    private static final byte[] LAST = Wire.bytes("Connection: close\r\nX-Slipway-Mirror: 1\r\n");

    private final ByteBuf head;
    private final List<ByteBuf> body = new ArrayList<>(0);
    private boolean complete;
    private boolean connected;
    private boolean keeping = true;
    private boolean accepted;
    private int kept;

    /**
     * @param head taken over
     * @param bodyLength in bytes, -1 when unknown
     */
    Replay(ByteBuf head, long bodyLength) {
        this.head = head;
        this.complete = bodyLength >= 0 && bodyLength <= LIMIT;
    }

    /** All of the request that was sent can be sent again. */
    boolean isComplete() {
        return complete && !isFull();
    }

    /** As much waits as may wait: the client must pause until there is a connection. */
    boolean isFull() {
        return kept > LIMIT;
    }

    /** Something of the request may have reached an instance. */
    boolean isAccepted() {
        return accepted;
    }

    /** Keeps a share of the bytes where they may be needed; the caller still owns its own. */
    void add(ByteBuf bytes) {
        if (!keeping || (connected && !complete)) {
            return;
        }
        if (!connected && body.isEmpty() && bytes.readableBytes() <= head.writableBytes()) {
            head.writeBytes(bytes, bytes.readerIndex(), bytes.readableBytes());
        } else {
            body.add(bytes.retainedDuplicate());
            kept += bytes.readableBytes();
        }
    }

    /**
     * Sends all that there is so far.
     *
     * @param watched find out whether the kernel takes it; a promise for each request would cost idempotent ones, which may
     *     be sent again anyhow, something for nothing
     */
    void sendTo(UpstreamConnection connection, boolean watched) {
        connected = true;
        head.readerIndex(0);
        accepted = true;
        ByteBuf sent = head.retainedDuplicate();
        if (watched) {
            connection.writeWatched(sent, done -> accepted = !isRefused(done, sent));
        } else {
            connection.write(sent);
        }
        for (ByteBuf part : body) {
            connection.write(part.retainedDuplicate());
        }
        trim();
    }

    /** Only a write that the kernel refused with an error of its own, before the first byte, has surely sent nothing. */
    private static boolean isRefused(ChannelFuture done, ByteBuf sent) {
        Throwable cause = done.cause();
        Throwable root = cause instanceof ChannelOutputShutdownException ? cause.getCause() : cause;
        return sent.readerIndex() == 0 && root instanceof IOException && !(root instanceof ClosedChannelException);
    }

    /** The request is all there: if it still waits for a connection, it can be sent again as a whole. */
    void ended() {
        if (!connected && !isFull()) {
            complete = true;
        }
    }

    /** Gives up what is too much to keep, once it has been sent. */
    void trim() {
        if (!complete || kept > LIMIT) {
            complete = false;
            releaseBody();
        }
    }

    /** A response began: nothing will be sent again. */
    void trimAll() {
        complete = false;
        keeping = false;
        releaseBody();
    }

    void release() {
        trimAll();
        head.release();
    }

    /**
     * The whole request once more, as one that ends its connection, so that whoever gets it knows that no other follows.
     * Only while {@link #isComplete}.
     */
    ByteBuf copy(ByteBufAllocator allocator) {
        int line = head.indexOf(0, head.writerIndex(), (byte) '\n') + 1;
        ByteBuf copy = allocator.ioBuffer(head.writerIndex() + kept + LAST.length);
        copy.writeBytes(head, 0, line).writeBytes(LAST).writeBytes(head, line, head.writerIndex() - line);
        body.forEach(part -> copy.writeBytes(part, part.readerIndex(), part.readableBytes()));
        return copy;
    }

    /** Reads the head once more, for a second look-up. */
    RequestHead parse(Head into) {
        ByteBuf copy = head.duplicate();
        into.read(copy, new HeadEnd().find(copy));
        return new RequestHead(into);
    }

    private void releaseBody() {
        body.forEach(ByteBuf::release);
        body.clear();
        kept = 0;
    }
}
