package dev.slipway.edge.proxy;

import dev.slipway.edge.http.RequestHead;
import dev.slipway.edge.traffic.Admission;
import dev.slipway.edge.traffic.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * A request's way to an instance: which one was chosen, over which connection, and whether there may be another try.
 *
 * <h2>Trying again</h2>
 *
 * <p>An instance may close an idle connection just as the edge sends a request on it. To the edge that looks like an
 * instance that died over the request. So the edge keeps what it has sent ({@link Replay}), and when no byte of a
 * response came it sends it once more, on a fresh connection, if that cannot do harm:
 *
 * <ul>
 *   <li>an idempotent request (RFC 9110, section 9.2.2), whatever became of it;
 *   <li>any other only if the instance cannot have seen it: the connection was refused, or the kernel refused the first
 *       byte of the write.
 * </ul>
 *
 * <p>So that the second kind hardly ever needs it, such a request goes only on a fresh connection or on one that has
 * rested for a shorter time than instances are patient, and which the kernel still holds for open at the other end
 * ({@link UpstreamConnection#isTrusted}). docs/decisions has the reasons.
 */
final class Passage {

    private static final int MAX_CONNECTS = 4;

    private final Exchange exchange;
    private final Worker worker;
    private final Replay replay;
    private final String host;
    private final boolean idempotent;
    private final long started = System.nanoTime();
    private @Nullable Admission admission;
    private @Nullable UpstreamConnection upstream;
    private Treatment treatment = Treatment.PLAIN;
    private boolean reused;
    private boolean retried;
    private boolean over;
    private int connects;

    Passage(Exchange exchange, Worker worker, Replay replay, String host, boolean idempotent) {
        this.exchange = exchange;
        this.worker = worker;
        this.replay = replay;
        this.host = host;
        this.idempotent = idempotent;
    }

    /**
     * Chooses an instance and goes there.
     *
     * @param wanted what the rules say of it
     * @return false when no route leads anywhere
     */
    boolean begin(RequestHead request, Treatment wanted) {
        treatment = wanted;
        admission = worker.board().admit(request, host, started, wanted.choice());
        if (admission == null) {
            return false;
        }
        attempt(admission, !replay.isComplete());
        return true;
    }

    /** A body too long to keep goes on a fresh connection from the start. */
    private void attempt(Admission place, boolean fresh) {
        UpstreamConnection resting = fresh ? null : worker.takeIdle(place.instance(), !idempotent);
        if (resting != null) {
            connected(resting, true);
        } else if (treatment.isHttp2()) {
            worker.openStream(place.instance(), this);
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
        connection.carry(exchange);
        replay.sendTo(connection, !idempotent);
        if (!wasResting) {
            connection.flush();
        }
        exchange.upstreamWritable(connection.isWritable());
    }

    /** The connection was refused, so the instance has taken nothing: another instance of the release is asked. */
    void connectFailed() {
        Admission place = admission;
        if (over || place == null) {
            return;
        }
        place.instance().refused(System.nanoTime());
        place.release().connectFailed();
        connects++;
        Admission next = admitAgain(place);
        if (next == null) {
            return;
        }
        if (connects > MAX_CONNECTS || (next == place && connects >= Math.min(place.instances(), MAX_CONNECTS))) {
            exchange.fail(Answer.of(Reason.UPSTREAM_FAILED, "It does not take connections"));
        } else {
            attempt(next, true);
        }
    }

    /** Moves to another instance; null when the request has been answered instead. */
    private @Nullable Admission admitAgain(Admission place) {
        if (worker.board().readmit(place, System.nanoTime())) {
            return place;
        }
        admission = worker.board().admit(replay.parse(worker.head()), host, started, treatment.choice());
        if (admission == null) {
            exchange.refuse(
                    Answer.of(Reason.NO_INSTANCE, "It was taken out of service while the request was on its way"));
        }
        return admission;
    }

    /**
     * The connection ended without a byte of a response.
     *
     * @return true when the request is on its way again or has been answered
     */
    boolean lostUnanswered() {
        Admission place = admission;
        if (place == null || retried || !replay.isComplete() || !(idempotent || !replay.isAccepted())) {
            return false;
        }
        retried = true;
        Admission next = reused ? place : admitAgain(place);
        if (next != null) {
            attempt(next, true);
        }
        return true;
    }

    @Nullable
    UpstreamConnection upstream() {
        return upstream;
    }

    /** Where the request went last. */
    @Nullable
    Admission admission() {
        return admission;
    }

    boolean isAdmitted() {
        return admission != null;
    }

    boolean isRetired() {
        return admission != null && admission.instance().isRetired();
    }

    boolean isDrainOver(long now) {
        return admission != null && admission.instance().isDrainOver(now);
    }

    /** The response field that names the release. */
    byte[] releaseField() {
        return admission == null ? new byte[0] : admission.release().field();
    }

    /** The connection belongs to the request no more; it is closed or at rest already. */
    void left() {
        upstream = null;
    }

    /** Ends the connection: nobody wants what may still come on it. */
    void drop() {
        UpstreamConnection dropped = upstream;
        upstream = null;
        if (dropped != null) {
            dropped.abandon();
        }
    }

    /** The request is over and is counted where it went. */
    void end(Outcome outcome) {
        over = true;
        replay.release();
        if (admission != null) {
            admission.end(outcome, System.nanoTime() - started);
        }
    }
}
