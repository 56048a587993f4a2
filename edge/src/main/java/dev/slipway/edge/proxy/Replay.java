package dev.slipway.edge.proxy;

import dev.slipway.edge.http.Head;
import dev.slipway.edge.http.HeadEnd;
import dev.slipway.edge.http.RequestHead;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** What must be sent again if a connection turns out to be dead: the head always, the body while it is small. */
final class Replay {

    /** Bytes of body kept for a second try. */
    static final int LIMIT = 64 * 1024;

    private final ByteBuf head;
    private final List<ByteBuf> body = new ArrayList<>(1);
    private boolean complete;
    private boolean connected;
    private boolean keeping = true;
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
        return complete;
    }

    /** As much waits as may wait: the client must pause until there is a connection. */
    boolean isFull() {
        return kept > LIMIT;
    }

    /** Keeps a share of the bytes where they may be needed; the caller still owns its own. */
    void add(ByteBuf bytes) {
        if (keeping && (complete || !connected)) {
            body.add(bytes.retainedDuplicate());
            kept += bytes.readableBytes();
        }
    }

    void sendTo(UpstreamConnection connection) {
        connected = true;
        connection.write(head.retainedDuplicate());
        for (ByteBuf part : body) {
            connection.write(part.retainedDuplicate());
        }
        trim();
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
