package dev.slipway.edge.proxy;

import dev.slipway.edge.access.AccessLog;
import dev.slipway.edge.access.AccessRecord;
import dev.slipway.edge.access.AccessRequest;
import dev.slipway.edge.http.RequestHead;
import dev.slipway.edge.traffic.Admission;
import dev.slipway.edge.traffic.Outcome;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Gathers what the access log says of one exchange. */
final class Tally {

    private final AccessLog log;
    private final AccessRequest request;
    private final Instant began;
    private final long started = System.nanoTime();
    private long firstByte;
    private long sent;
    private boolean ended;

    private Tally(AccessLog log, AccessRequest request) {
        this.log = log;
        this.request = request;
        this.began = log.now();
    }

    /** Null when there is no access log. */
    static @Nullable Tally of(
            Worker worker,
            ClientConnection client,
            RequestHead request,
            String host,
            RequestId requestId,
            TraceContext trace) {
        AccessLog log = worker.accessLog();
        if (log == null) {
            return null;
        }
        AccessRequest asked = new AccessRequest(
                requestId.toString(),
                trace.traceId(),
                client.peer().getHostAddress(),
                client.scheme().word(),
                request.method(),
                host,
                request.target(),
                request.head().find("user-agent"));
        return new Tally(log, asked);
    }

    void responseBegan() {
        firstByte = System.nanoTime();
    }

    void sent(int bytes) {
        sent += bytes;
    }

    /**
     * The exchange is over; more calls do nothing.
     *
     * @param status as sent
     * @param answer of the edge's own; null for none
     * @param place where the request went; null for nowhere
     * @param received bytes of the body
     */
    void end(int status, Outcome outcome, @Nullable Answer answer, @Nullable Admission place, long received) {
        if (ended) {
            return;
        }
        ended = true;
        log.add(new AccessRecord(
                request,
                began,
                status,
                outcome.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                answer == null ? null : answer.reason().word(),
                place == null ? null : place.release().release(),
                place == null ? null : place.instance().id(),
                received,
                sent,
                firstByte == 0 ? null : millis(firstByte - started),
                millis(System.nanoTime() - started)));
    }

    private static double millis(long nanos) {
        return Math.round(nanos / 1e3) / 1e3;
    }
}
