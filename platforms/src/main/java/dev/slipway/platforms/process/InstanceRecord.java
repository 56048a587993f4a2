package dev.slipway.platforms.process;

import dev.slipway.delivery.instance.InstanceSpec;
import dev.slipway.delivery.instance.InstanceState;
import dev.slipway.delivery.instance.InstanceStatus;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code instance.json} holds: enough to go on after any end of the control plane.
 *
 * @param format 1
 * @param spec what it is to be, with the secrets left out
 * @param state where in its life it is
 * @param since when it entered the state
 * @param firstStart when its process was first to be started
 * @param everHealthy whether it was healthy once
 * @param restarts how often it was started again unasked
 * @param endsInRow unasked ends since it was last healthy for long
 * @param port where it listens, 0 before it has one
 * @param nonce in its environment as {@code SLIPWAY_NONCE}; written before the process is started
 * @param running its process; absent from the intent to start until the start
 * @param nextStart when a pause ends
 * @param detail why it is in this state, masked
 */
record InstanceRecord(
        int format,
        InstanceSpec spec,
        InstanceState state,
        Instant since,
        @Nullable Instant firstStart,
        boolean everHealthy,
        int restarts,
        int endsInRow,
        int port,
        String nonce,
        @Nullable Running running,
        @Nullable Instant nextStart,
        String detail) {

    static InstanceRecord fresh(InstanceSpec spec, InstanceState initial, Instant now) {
        return new InstanceRecord(
                1,
                spec.withSecrets(Map.of()),
                initial,
                now,
                null,
                false,
                0,
                0,
                0,
                "",
                null,
                null,
                "waiting to be started");
    }

    /** In another state from now on. */
    InstanceRecord in(InstanceState next, Instant now, String why) {
        return new InstanceRecord(
                format,
                spec,
                next,
                now,
                firstStart,
                everHealthy || next == InstanceState.HEALTHY,
                restarts,
                endsInRow,
                port,
                nonce,
                running,
                next == InstanceState.BACKING_OFF ? nextStart : null,
                why);
    }

    InstanceRecord because(String why) {
        return in(state, since, why);
    }

    /** The intent to start a process. */
    InstanceRecord intending(String newNonce, int newPort, Instant now) {
        return new InstanceRecord(
                format,
                spec,
                state,
                since,
                firstStart == null ? now : firstStart,
                everHealthy,
                restarts,
                endsInRow,
                newPort,
                newNonce,
                null,
                null,
                "starting");
    }

    InstanceRecord running(Running process) {
        return new InstanceRecord(
                format,
                spec,
                state,
                since,
                firstStart,
                everHealthy,
                restarts,
                endsInRow,
                port,
                nonce,
                process,
                null,
                detail);
    }

    /** Ended unasked; to be started again at a time. */
    InstanceRecord pausing(int ends, Instant until) {
        return new InstanceRecord(
                format, spec, state, since, firstStart, everHealthy, restarts + 1, ends, 0, nonce, null, until, detail);
    }

    /** It was healthy for so long that its earlier ends count no more. */
    InstanceRecord forgiven() {
        return new InstanceRecord(
                format,
                spec,
                state,
                since,
                firstStart,
                everHealthy,
                restarts,
                0,
                port,
                nonce,
                running,
                nextStart,
                detail);
    }

    InstanceStatus status(Optional<String> note, Optional<String> address) {
        return new InstanceStatus(
                spec.name(),
                spec.project(),
                spec.environment(),
                spec.service(),
                spec.release(),
                spec.ordinal(),
                address,
                state,
                since,
                restarts,
                note.map(text -> detail + "; " + text).orElse(detail));
    }
}
