package dev.slipway.delivery.gate;

import java.time.Instant;
import java.util.Optional;

/**
 * One gate as it stands.
 *
 * @param name of the gate, such as {@code reviewers}
 * @param state whether it lets pass
 * @param reason why, and who or what can change it
 * @param opensAt when time alone will change it
 */
public record GateStatus(String name, State state, String reason, Optional<Instant> opensAt) {

    static final String BREAK_GLASS = "break-glass";

    /** Whether a gate lets pass. */
    public enum State {
        PASSED,
        WAITING,
        /** It can never be fulfilled for this release. */
        FAILED
    }

    /** Whether it stands for all gates that an administrator went through in an emergency. */
    public boolean breaksGlass() {
        return name.equals(BREAK_GLASS);
    }

    /** The same gate as a rule of what serves. */
    GateStatus untilNow() {
        return new GateStatus(name + " until now", state, reason, opensAt);
    }

    static GateStatus passed(String name, String reason) {
        return new GateStatus(name, State.PASSED, reason, Optional.empty());
    }

    static GateStatus waiting(String name, String reason) {
        return new GateStatus(name, State.WAITING, reason, Optional.empty());
    }

    static GateStatus waitingUntil(String name, String reason, Instant opensAt) {
        return new GateStatus(name, State.WAITING, reason, Optional.of(opensAt));
    }

    static GateStatus failed(String name, String reason) {
        return new GateStatus(name, State.FAILED, reason, Optional.empty());
    }
}
