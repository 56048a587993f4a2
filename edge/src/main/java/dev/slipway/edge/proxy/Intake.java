package dev.slipway.edge.proxy;

import dev.slipway.edge.http.Authority;
import dev.slipway.edge.http.Body;
import dev.slipway.edge.http.Head;
import dev.slipway.edge.http.HeadEnd;
import dev.slipway.edge.http.RequestHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/** What has arrived from a client and waits to be taken up, cut into heads and bodies. */
final class Intake {

    private final HeadEnd headEnd = new HeadEnd();
    private @Nullable ByteBuf pending;
    private Body body = Body.none();
    private Authority authority = Authority.NONE;

    /** Takes over the bytes. */
    void add(ByteBufAllocator allocator, ByteBuf bytes) {
        pending = Buffers.append(allocator, pending, bytes);
    }

    boolean isEmpty() {
        return pending == null;
    }

    int size() {
        return pending == null ? 0 : pending.readableBytes();
    }

    /**
     * The next request, if its head is complete.
     *
     * @param into stays as it is until the next head is read
     * @throws dev.slipway.edge.http.BadMessage when it may not be passed on
     */
    @Nullable
    RequestHead takeHead(Head into) {
        int length = pending == null ? -1 : headEnd.find(pending);
        if (pending == null || length < 0) {
            return null;
        }
        into.read(pending, length);
        RequestHead request = new RequestHead(into);
        body = request.body();
        authority = request.authority(authority);
        return request;
    }

    /** The host of the request that was taken last. */
    Authority authority() {
        return authority;
    }

    /** The request that was taken last has no more body to come. */
    boolean isBodyDone() {
        return body.isDone();
    }

    /**
     * What is there of the body; the caller owns it.
     *
     * @throws dev.slipway.edge.http.BadMessage when its framing is broken
     */
    @Nullable
    ByteBuf takeBody() {
        ByteBuf all = pending;
        if (all == null || !all.isReadable()) {
            return null;
        }
        int length = body.take(all);
        if (length < all.readableBytes()) {
            return all.readRetainedSlice(length);
        }
        pending = null;
        return all;
    }

    /** All that is there, whatever it is; the caller owns it. */
    @Nullable
    ByteBuf takeAll() {
        ByteBuf all = pending;
        pending = null;
        return all;
    }

    /** Lets go of a buffer that has been read to its end. */
    void tidy() {
        if (pending != null && !pending.isReadable()) {
            drop();
        }
    }

    void drop() {
        pending = Buffers.drop(pending);
    }
}
