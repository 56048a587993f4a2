package dev.slipway.edge.proxy;

import dev.slipway.edge.http.RequestHead;
import dev.slipway.edge.http.ResponseHead;
import dev.slipway.edge.traffic.Admission;
import dev.slipway.edge.traffic.Outcome;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way to an instance and its response on the way back.
 *
 * <h2>Trying again</h2>
 *
 * <p>An instance may close an idle connection just as the edge sends a request on it. To the edge that looks like an
 * instance that died over the request. So the edge keeps what it has sent ({@link Replay}), and when no byte of a
 * response came it sends it once more, on a fresh connection, if that cannot do harm: when the method is idempotent
 * (RFC 9110, section 9.2.2), or when the connection had been used before and ended within a second of the request, as one
 * does that was closed already. A body too long to keep goes on a fresh connection from the start. A connection that is
 * refused has taken nothing, so another instance of the release is asked.
 */
final class Exchange {

    private static final long STALE_NANOS = 1_000_000_000L;
    private static final int MAX_CONNECTS = 4;

    private final ClientConnection client;
    private final Worker worker;
    private final boolean answersHead;
    private final boolean idempotent;
    private final boolean upgrade;
    private final Answer.Form form;
    private final String requestId;
    private final String host;
    private final long started = System.nanoTime();
    private final Replay replay;
    private @Nullable Admission admission;
    private @Nullable UpstreamConnection upstream;
    private boolean reused;
    private boolean retried;
    private int connects;
    private long sentAt;
    private boolean requestDone;
    private boolean responseSeen;
    private boolean headSent;
    private boolean tunnel;
    private boolean over;
    private int status;

    Exchange(ClientConnection client, Worker worker, RequestHead request) {
        this.client = client;
        this.worker = worker;
        this.answersHead = request.isHead();
        this.idempotent = request.isIdempotent();
        this.upgrade = request.isUpgrade();
        this.form = Answer.Form.of(request);
        this.requestId = RequestId.of(request);
        this.host = request.host();
        this.requestDone = request.body().isDone();
        this.replay = new Replay(
                Rewrite.request(client.allocator(), request, client.forwarded(), requestId),
                requestDone ? 0 : request.body().remaining());
    }

    void start(RequestHead request) {
        Admission found = worker.board().admit(request, host, started);
        if (found == null) {
            worker.ledger().countUnrouted();
            answer(Answer.of(Reason.NO_ROUTE, "No application is set up for this host and path"));
            return;
        }
        admission = found;
        attempt(found, !replay.isComplete());
    }

    private void attempt(Admission place, boolean fresh) {
        UpstreamConnection resting = fresh ? null : worker.takeIdle(place.instance());
        if (resting != null) {
            connected(resting, true);
        } else {
            worker.connect(place.instance(), this);
        }
    }

    void connected(UpstreamConnection connection, boolean wasResting) {
        if (over) {
            worker.giveBack(connection);
            return;
        }
        upstream = connection;
        reused = wasResting;
        connection.carry(this);
        replay.sendTo(connection);
        sentAt = System.nanoTime();
        if (!wasResting) {
            connection.flush();
        }
        upstreamWritable(connection.isWritable());
    }

    void connectFailed(Throwable cause) {
        Admission place = admission;
        if (over || place == null) {
            return;
        }
        place.instance().refused(System.nanoTime());
        place.release().connectFailed();
        connects++;
        if (!admitAgain(place)) {
            return;
        }
        if (connects >= Math.min(place.instances(), MAX_CONNECTS) && admission == place) {
            fail(Answer.of(Reason.UPSTREAM_FAILED, "It does not take connections"));
        } else if (connects > MAX_CONNECTS) {
            fail(Answer.of(Reason.UPSTREAM_FAILED, "It does not take connections"));
        } else if (admission != null) {
            attempt(admission, true);
        }
    }

    /** Moves to another instance; false when the request has been answered instead. */
    private boolean admitAgain(Admission place) {
        if (worker.board().readmit(place, System.nanoTime())) {
            return true;
        }
        RequestHead request = replay.parse(worker.head());
        admission = worker.board().admit(request, host, started);
        if (admission == null) {
            answer(Answer.of(Reason.NO_INSTANCE, "It was taken out of service while the request was on its way"));
            return false;
        }
        return true;
    }

    /** Takes over the bytes. */
    void requestBytes(ByteBuf bytes) {
        if (over) {
            bytes.release();
            return;
        }
        replay.add(bytes);
        UpstreamConnection to = upstream;
        if (to != null) {
            to.write(bytes);
            replay.trim();
            if (!to.isWritable()) {
                client.setReading(false);
            }
        } else {
            bytes.release();
            if (replay.isFull()) {
                client.setReading(false);
            }
        }
    }

    void requestDone() {
        requestDone = true;
    }

    boolean isRequestDone() {
        return requestDone;
    }

    boolean isHead() {
        return answersHead;
    }

    void flushToUpstream() {
        if (upstream != null) {
            upstream.flush();
        }
    }

    void responseByteCame() {
        if (!responseSeen) {
            responseSeen = true;
            replay.trimAll();
        }
        client.progressed();
    }

    void interim(ResponseHead response) {
        if (client.speaksInterim()) {
            client.write(Rewrite.interim(client.allocator(), response));
        }
    }

    void respond(ResponseHead response) {
        status = response.status();
        headSent = true;
        boolean close = !requestDone || response.body().endsWithConnection();
        client.closeAfterResponse(close);
        client.write(Rewrite.response(client.allocator(), response, releaseName(), requestId, client.willClose()));
    }

    void becomeTunnel(ResponseHead response) {
        if (!upgrade) {
            upstreamBrokeWith("It switched protocols without being asked to");
            return;
        }
        headSent = true;
        tunnel = true;
        client.write(Rewrite.response(client.allocator(), response, releaseName(), requestId, false));
        client.becomeTunnel();
    }

    private String releaseName() {
        return admission == null ? "" : admission.release().release();
    }

    /** Takes over the bytes. */
    void toClient(ByteBuf bytes) {
        if (over) {
            bytes.release();
            return;
        }
        client.write(bytes);
        if (!client.isWritable() && upstream != null) {
            upstream.setReading(false);
        }
    }

    void flushToClient() {
        client.flush();
    }

    /** The instance has sent all; its connection is free already. */
    void responseDone() {
        upstream = null;
        end(status >= 500 ? Outcome.SERVER_ERROR : Outcome.SERVED);
        client.responseDone(true);
    }

    void clientWritable(boolean writable) {
        if (upstream != null) {
            upstream.setReading(writable);
        }
    }

    void upstreamWritable(boolean writable) {
        if (!over) {
            client.setReading(writable);
        }
    }

    /** The instance's connection ended before the response did. */
    void upstreamLost() {
        upstream = null;
        Admission place = admission;
        if (over || place == null) {
            return;
        }
        if (tunnel) {
            end(Outcome.TUNNELLED);
            client.closeFlushed();
        } else if (mayRetry()) {
            retried = true;
            if (reused || admitAgain(place)) {
                attempt(admission == null ? place : admission, true);
            }
        } else {
            fail(Answer.of(Reason.UPSTREAM_FAILED, "It ended the connection before its response was complete"));
        }
    }

    private boolean mayRetry() {
        boolean untouched = !responseSeen && !retried && replay.isComplete();
        boolean harmless = idempotent || (reused && System.nanoTime() - sentAt < STALE_NANOS);
        return untouched && harmless;
    }

    void upstreamBroke(String why) {
        upstream = null;
        fail(Answer.of(Reason.UPSTREAM_FAILED, "Its response cannot be passed on: " + why));
    }

    private void upstreamBrokeWith(String why) {
        dropUpstream();
        fail(Answer.of(Reason.UPSTREAM_FAILED, why));
    }

    /** The client broke the rules within its body. */
    void requestBroke(Answer answer) {
        dropUpstream();
        end(Outcome.ABORTED);
        close(answer);
    }

    void clientGone() {
        if (!over) {
            dropUpstream();
            end(tunnel ? Outcome.TUNNELLED : Outcome.ABORTED);
        }
    }

    /** Too late: for the response to begin or go on, or because the instance has left. */
    void checkTime(long now, long silentNanos) {
        Admission place = admission;
        if (over || place == null) {
            return;
        }
        if (place.instance().isDrainOver(now)) {
            dropUpstream();
            fail(Answer.of(Reason.DRAINED, "Its release left service and its time to finish is over"));
        } else if (tunnel) {
            if (silentNanos > worker.limits().tunnel().toNanos()) {
                dropUpstream();
                end(Outcome.TUNNELLED);
                client.closeFlushed();
            }
        } else if (!requestDone && !headSent && upstream != null && upstream.isWritable()) {
            if (silentNanos > worker.limits().body().toNanos()) {
                requestBroke(Answer.of(Reason.CLIENT_TIMEOUT, "The body paused for too long"));
            }
        } else if (headSent && !client.isWritable()) {
            if (silentNanos > worker.limits().body().toNanos()) {
                client.close();
            }
        } else if (silentNanos > worker.limits().response().toNanos()) {
            dropUpstream();
            fail(Answer.of(
                    Reason.TIMEOUT,
                    "It was silent for " + worker.limits().response().toSeconds() + " s"));
        }
    }

    private void fail(Answer answer) {
        if (over) {
            return;
        }
        if (admission != null && admission.instance().isRetired()) {
            worker.ledger().countFailedBySwitch();
        }
        end(tunnel ? Outcome.TUNNELLED : Outcome.FAILED);
        close(answer);
    }

    private void close(Answer answer) {
        if (headSent) {
            client.close();
        } else {
            send(answer);
        }
    }

    private void answer(Answer answer) {
        end(Outcome.ABORTED);
        send(answer);
    }

    private void send(Answer answer) {
        client.closeAfterResponse(!requestDone);
        client.write(answer.render(client.allocator(), form, answersHead, client.willClose(), requestId));
        client.responseDone(requestDone);
    }

    private void end(Outcome outcome) {
        if (!over) {
            over = true;
            replay.release();
            if (admission != null) {
                admission.end(outcome, System.nanoTime() - started);
            }
        }
    }

    private void dropUpstream() {
        UpstreamConnection dropped = upstream;
        upstream = null;
        if (dropped != null) {
            dropped.abandon();
        }
    }
}
