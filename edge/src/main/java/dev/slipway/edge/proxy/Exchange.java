package dev.slipway.edge.proxy;

import dev.slipway.edge.http.Authority;
import dev.slipway.edge.http.RequestHead;
import dev.slipway.edge.http.ResponseHead;
import dev.slipway.edge.traffic.InstanceTraffic;
import dev.slipway.edge.traffic.Outcome;
import dev.slipway.edge.traffic.RouteRules;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** One request and its response: it joins a client's connection with the {@link Passage} to an instance. */
final class Exchange {

    /** As nginx logs it. */
    private static final int CLIENT_LEFT = 499;

    private final ClientConnection client;
    private final Worker worker;
    private final boolean answersHead;
    private final boolean upgrade;
    private final Answer.Form form;
    private final RequestId requestId;
    private final Replay replay;
    private final Passage passage;
    private final String host;
    private final Pace pace = new Pace();
    private final @Nullable Tally tally;
    private Treatment treatment = Treatment.PLAIN;
    private long taken;
    private long heldUntil;
    private boolean mirrored;
    private boolean requestDone;
    private boolean responseSeen;
    private boolean headSent;
    private boolean tunnel;
    private @Nullable WebSocketFrames frames;
    private boolean over;
    private int status;

    Exchange(ClientConnection client, Worker worker, RequestHead request, Authority authority) {
        this.client = client;
        this.worker = worker;
        this.host = authority.host();
        this.answersHead = request.isHead();
        this.upgrade = request.isUpgrade();
        this.form = Answer.Form.of(request);
        this.requestId = RequestId.of(request);
        this.requestDone = request.body().isDone();
        TraceContext trace = TraceContext.of(request);
        this.tally = Tally.of(worker, client, request, host, requestId, trace);
        this.replay = new Replay(
                Rewrite.request(client.allocator(), request, authority, client.forwarded(), requestId, trace),
                request.body().remaining());
        this.passage = new Passage(this, worker, replay, authority.host(), request.isIdempotent());
    }

    /** What of the body came with the head has been handed over already. */
    void start(RequestHead request) {
        if (!over) {
            start(request, false);
        }
    }

    private void start(RequestHead request, boolean again) {
        RouteRules rules = worker.board().rules(request, host);
        if (rules == null) {
            go(request);
            return;
        }
        switch (new Reception(rules, request, host, client.scheme()).rule(client.peer(), again)) {
            case Reception.Passes passes -> {
                treatment = passes.treatment();
                go(request);
            }
            case Reception.Refused refused -> refuse(refused.answer());
            case Reception.Held held -> hold(held.nanos());
        }
    }

    private void go(RequestHead request) {
        if (treatment.isTooLong(taken)) {
            refuse(tooLarge());
        } else if (passage.begin(request, treatment)) {
            mirror();
        } else {
            worker.ledger().countUnrouted();
            refuse(Answer.of(Reason.NO_ROUTE, "No application is set up for this host and path"));
        }
    }

    /** A change of the route that holds as well lets nobody wait for longer. */
    private void hold(long nanos) {
        if (heldUntil == 0) {
            heldUntil = System.nanoTime() + nanos;
        }
        worker.hold(this);
    }

    /** The route has changed. */
    void resume() {
        if (!over) {
            start(replay.parse(worker.head()), true);
            flushToUpstream();
            client.flush();
        }
    }

    /** A copy goes once all of the request is there; a long one, or one of unknown length, is not copied. */
    private void mirror() {
        String release = treatment.mirrored();
        if (release == null || mirrored || !requestDone || !replay.isComplete()) {
            return;
        }
        mirrored = true;
        InstanceTraffic to = worker.board().bystander(replay.parse(worker.head()), host, release, System.nanoTime());
        if (to != null) {
            worker.mirrors().send(to, replay.copy(client.allocator()));
        }
    }

    private Answer tooLarge() {
        return Answer.of(Reason.TOO_LARGE, "Its body is longer than what is taken here");
    }

    /** Takes over the bytes. */
    void requestBytes(ByteBuf bytes) {
        if (over) {
            bytes.release();
            return;
        }
        taken += bytes.readableBytes();
        if (passage.isAdmitted() && treatment.isTooLong(taken) && !tunnel) {
            bytes.release();
            requestBroke(tooLarge());
            return;
        }
        replay.add(bytes);
        mirror();
        UpstreamConnection to = passage.upstream();
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
        replay.ended();
    }

    boolean isRequestDone() {
        return requestDone;
    }

    boolean isHead() {
        return answersHead;
    }

    void flushToUpstream() {
        UpstreamConnection to = passage.upstream();
        if (to != null) {
            to.flush();
        }
    }

    void responseByteCame() {
        if (!responseSeen) {
            responseSeen = true;
            replay.trimAll();
            if (tally != null) {
                tally.responseBegan();
            }
        }
        client.progressed();
    }

    void interim(ResponseHead response) {
        if (client.speaksInterim()) {
            client.write(Rewrite.interim(client.allocator(), response));
        }
    }

    /** The response's head as the client gets it; the caller adds what it has of the body and hands all over. */
    ByteBuf respond(ResponseHead response) {
        status = response.status();
        headSent = true;
        client.closeAfterResponse(!requestDone || response.body().endsWithConnection());
        return Rewrite.response(
                client.allocator(),
                response,
                treatment.fields(response.head(), passage.releaseField()),
                requestId,
                client.willClose());
    }

    void becomeTunnel(ResponseHead response) {
        if (!upgrade) {
            passage.drop();
            fail(Answer.of(Reason.UPSTREAM_FAILED, "It switched protocols without being asked to"));
            return;
        }
        status = response.status();
        headSent = true;
        tunnel = true;
        write(Rewrite.response(client.allocator(), response, passage.releaseField(), requestId, false));
        frames = response.isWebSocket() ? new WebSocketFrames() : null;
        client.becomeTunnel();
    }

    /** Takes over the bytes. */
    void toClient(ByteBuf bytes) {
        if (over) {
            bytes.release();
            return;
        }
        if (frames != null) {
            frames.pass(bytes);
        }
        write(bytes);
        UpstreamConnection from = passage.upstream();
        if (from != null && !client.isWritable()) {
            from.setReading(false);
        }
    }

    private void write(ByteBuf bytes) {
        if (tally != null) {
            tally.sent(bytes.readableBytes());
        }
        client.write(bytes);
    }

    void flushToClient() {
        client.flush();
    }

    /** The instance has sent all; its connection is free already. */
    void responseDone() {
        passage.left();
        finish(status >= 500 ? Outcome.SERVER_ERROR : Outcome.SERVED);
        client.responseDone(true);
    }

    void clientWritable(boolean writable) {
        UpstreamConnection from = passage.upstream();
        if (from != null) {
            from.setReading(writable);
        }
    }

    void upstreamWritable(boolean writable) {
        if (!over) {
            client.setReading(writable);
        }
    }

    /** The instance's connection ended before the response did. */
    void upstreamLost() {
        passage.left();
        if (over) {
            return;
        }
        if (tunnel) {
            finish(Outcome.TUNNELLED);
            client.closeFlushed();
        } else if (responseSeen || !passage.lostUnanswered()) {
            fail(Answer.of(Reason.UPSTREAM_FAILED, "It ended the connection before its response was complete"));
        }
    }

    void upstreamBroke(String why) {
        passage.left();
        fail(Answer.of(Reason.UPSTREAM_FAILED, "Its response cannot be passed on: " + why));
    }

    /** The client broke the rules within its body. */
    void requestBroke(Answer answer) {
        passage.drop();
        end(Outcome.ABORTED);
        close(answer);
        report(Outcome.ABORTED, answer);
    }

    void clientGone() {
        if (!over) {
            passage.drop();
            finish(tunnel ? Outcome.TUNNELLED : Outcome.ABORTED);
        }
    }

    /**
     * Too late: for the response to begin or go on, or because the instance has left.
     *
     * @param silentNanos since a byte moved
     */
    void checkTime(long now, long silentNanos) {
        if (!over && heldUntil != 0 && !passage.isAdmitted() && now - heldUntil > 0) {
            refuse(Answer.of(Reason.HELD_TOO_LONG, "It did not come back in time")
                    .with("Retry-After: 1\r\n"));
            client.flush();
        }
        if (over || !passage.isAdmitted()) {
            return;
        }
        if (passage.isDrainOver(now)) {
            expire(Wait.DRAIN);
            return;
        }
        Wait wait = wait(passage.upstream());
        if (silentNanos > limitNanos(wait)) {
            expire(wait);
        } else if (wait != Wait.BODY || treatment.isHttp2()) {
            pace.rest();
        } else if (pace.isTooSlow(now, taken, worker.limits().pace())) {
            requestBroke(Answer.of(Reason.CLIENT_TIMEOUT, "The body came too slowly"));
        }
    }

    private long limitNanos(Wait wait) {
        return wait == Wait.RESPONSE
                ? treatment.responseNanos(worker.limits())
                : wait.limit(worker.limits()).toNanos();
    }

    /** For whom everybody waits at the moment. */
    private Wait wait(@Nullable UpstreamConnection to) {
        if (tunnel) {
            return Wait.TUNNEL;
        }
        if (headSent) {
            return client.isWritable() ? Wait.RESPONSE : Wait.READER;
        }
        return !requestDone && to != null && to.isWritable() ? Wait.BODY : Wait.RESPONSE;
    }

    private void expire(Wait wait) {
        switch (wait) {
            case DRAIN -> {
                passage.drop();
                fail(Answer.of(Reason.DRAINED, "Its release left service and its time to finish is over"));
            }
            case TUNNEL -> {
                passage.drop();
                finish(Outcome.TUNNELLED);
                client.closeFlushed();
            }
            case BODY -> requestBroke(Answer.of(Reason.CLIENT_TIMEOUT, "The body paused for too long"));
            case READER -> client.close();
            case RESPONSE -> {
                passage.drop();
                long millis = treatment.responseNanos(worker.limits()) / 1_000_000;
                fail(Answer.of(Reason.TIMEOUT, "It was silent for " + millis + " ms"));
            }
        }
    }

    /** The edge itself ends, and the time to finish is over. */
    void cut() {
        if (!over) {
            passage.drop();
            fail(Answer.of(Reason.DRAINED, "The edge that carried it ends"));
        }
    }

    /** The instance failed the request. */
    void fail(Answer answer) {
        if (over) {
            return;
        }
        if (passage.isRetired()) {
            worker.ledger().countFailedBySwitch();
        }
        Outcome outcome = tunnel ? Outcome.TUNNELLED : Outcome.FAILED;
        end(outcome);
        close(answer);
        report(outcome, answer);
    }

    /** Nobody is there to whom the request could go. */
    void refuse(Answer answer) {
        end(Outcome.ABORTED);
        send(answer);
        report(Outcome.ABORTED, answer);
    }

    private void close(Answer answer) {
        if (frames != null && frames.takesFarewell()) {
            sayFarewell(answer.detail());
        } else if (headSent) {
            client.close();
        } else {
            send(answer);
        }
    }

    /** The other end of a WebSocket learns why it ends; it may still be sending. */
    private void sayFarewell(String why) {
        write(WebSocketFrames.farewell(client.allocator(), why));
        client.linger();
    }

    private void send(Answer answer) {
        client.closeAfterResponse(!requestDone);
        write(answer.render(client.allocator(), form, answersHead, client.willClose(), requestId));
        client.responseDone(requestDone);
    }

    private void finish(Outcome outcome) {
        end(outcome);
        report(outcome, null);
    }

    private void report(Outcome outcome, @Nullable Answer answer) {
        if (tally != null) {
            int shown = headSent ? status : answer == null ? CLIENT_LEFT : answer.status();
            tally.end(shown, outcome, answer, passage.admission(), taken);
        }
    }

    private void end(Outcome outcome) {
        if (!over) {
            over = true;
            if (heldUntil != 0) {
                worker.forget(this);
            }
            passage.end(outcome);
        }
    }
}
