package dev.slipway.server.ui;

import dev.slipway.actions.run.JobState;
import dev.slipway.actions.run.RunState;
import dev.slipway.delivery.gate.Approval;
import dev.slipway.delivery.gate.GateStatus;
import dev.slipway.delivery.instance.InstanceState;
import dev.slipway.delivery.judge.Verdict;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.server.git.PushState;
import dev.slipway.server.run.RunOrigin;
import org.jspecify.annotations.Nullable;

/** The words and tones of all states, in one place, so that the same state looks the same everywhere. */
public final class Labels {

    private Labels() {}

    public static Label of(RolloutState state) {
        return switch (state) {
            case REQUESTED -> new Label(Tone.BUSY, "Requested");
            case GATED -> new Label(Tone.WAIT, "Waiting at gates");
            case PREPARED -> new Label(Tone.BUSY, "Prepared");
            case STARTED -> new Label(Tone.BUSY, "Starting");
            case VERIFIED -> new Label(Tone.BUSY, "Verifying");
            case SHIFTING -> new Label(Tone.BUSY, "Shifting traffic");
            case OBSERVING -> new Label(Tone.BUSY, "Observing");
            case HELD -> new Label(Tone.WAIT, "Held");
            case PROMOTED -> new Label(Tone.BUSY, "Promoted");
            case BAKING -> new Label(Tone.BUSY, "Baking");
            case FINISHING -> new Label(Tone.BUSY, "Finishing");
            case SUCCEEDED -> new Label(Tone.GOOD, "Succeeded");
            case ROLLING_BACK -> new Label(Tone.WARN, "Rolling back");
            case CHECKING_ROLLBACK -> new Label(Tone.WARN, "Checking rollback");
            case ROLLED_BACK -> new Label(Tone.BAD, "Rolled back");
            case NEEDS_HUMAN -> new Label(Tone.BAD, "Needs a person");
            case FAILED -> new Label(Tone.BAD, "Failed");
            case SUPERSEDED -> new Label(Tone.IDLE, "Superseded");
            case CANCELLED -> new Label(Tone.IDLE, "Cancelled");
        };
    }

    public static Label of(RunState state) {
        return switch (state) {
            case QUEUED -> new Label(Tone.WAIT, "Queued");
            case RUNNING -> new Label(Tone.BUSY, "Running");
            case CANCELLING -> new Label(Tone.WARN, "Cancelling");
            case SUCCEEDED -> new Label(Tone.GOOD, "Succeeded");
            case FAILED -> new Label(Tone.BAD, "Failed");
            case CANCELLED -> new Label(Tone.IDLE, "Cancelled");
            case SKIPPED -> new Label(Tone.IDLE, "Skipped");
        };
    }

    public static Label of(Approval.Decision decision) {
        return switch (decision) {
            case APPROVED -> new Label(Tone.GOOD, "Approved");
            case REJECTED -> new Label(Tone.BAD, "Rejected");
            case CONFIRMED -> new Label(Tone.GOOD, "Confirmed");
            case BREAK_GLASS -> new Label(Tone.WARN, "Broke the glass");
        };
    }

    /** For code that is not one's own. */
    public static Label of(RunOrigin origin) {
        return switch (origin) {
            case OURS -> new Label(Tone.IDLE, "");
            case FORK -> new Label(Tone.WARN, "From a fork");
            case FORK_WAITING -> new Label(Tone.WAIT, "From a fork: waits for approval");
        };
    }

    public static Label of(JobState state) {
        return switch (state) {
            case BLOCKED -> new Label(Tone.IDLE, "Blocked");
            case WAITING -> new Label(Tone.WAIT, "Waiting");
            case QUEUED -> new Label(Tone.WAIT, "Queued");
            case RUNNING -> new Label(Tone.BUSY, "Running");
            case CANCELLING -> new Label(Tone.WARN, "Cancelling");
            case SUCCEEDED -> new Label(Tone.GOOD, "Succeeded");
            case FAILED -> new Label(Tone.BAD, "Failed");
            case CANCELLED -> new Label(Tone.IDLE, "Cancelled");
            case SKIPPED -> new Label(Tone.IDLE, "Skipped");
        };
    }

    /** @param conclusion as steps store it; null while it runs */
    public static Label ofStep(@Nullable String conclusion) {
        return switch (conclusion) {
            case null -> new Label(Tone.BUSY, "Running");
            case "success" -> new Label(Tone.GOOD, "Succeeded");
            case "failure" -> new Label(Tone.BAD, "Failed");
            case "cancelled" -> new Label(Tone.IDLE, "Cancelled");
            case "skipped" -> new Label(Tone.IDLE, "Skipped");
            default -> new Label(Tone.IDLE, conclusion);
        };
    }

    public static Label of(InstanceState state) {
        return switch (state) {
            case STARTING -> new Label(Tone.BUSY, "Starting");
            case RUNNING -> new Label(Tone.BUSY, "Running");
            case HEALTHY -> new Label(Tone.GOOD, "Healthy");
            case UNHEALTHY -> new Label(Tone.BAD, "Unhealthy");
            case BACKING_OFF -> new Label(Tone.WARN, "Backing off");
            case FAILED -> new Label(Tone.BAD, "Failed");
            case STOPPING -> new Label(Tone.IDLE, "Stopping");
            case STOPPED -> new Label(Tone.IDLE, "Stopped");
        };
    }

    /** @param health of an environment, in the API's word */
    public static Label ofHealth(String health) {
        return switch (health) {
            case "healthy" -> new Label(Tone.GOOD, "Healthy");
            case "degraded" -> new Label(Tone.WARN, "Degraded");
            case "unhealthy" -> new Label(Tone.BAD, "Unhealthy");
            default -> new Label(Tone.IDLE, "Nothing deployed");
        };
    }

    public static Label of(GateStatus.State state) {
        return switch (state) {
            case PASSED -> new Label(Tone.GOOD, "Passed");
            case WAITING -> new Label(Tone.WAIT, "Waiting");
            case FAILED -> new Label(Tone.BAD, "Failed");
        };
    }

    public static Label of(Verdict verdict) {
        return switch (verdict) {
            case PASS -> new Label(Tone.GOOD, "Pass");
            case FAIL -> new Label(Tone.BAD, "Fail");
            case INCONCLUSIVE -> new Label(Tone.WAIT, "Inconclusive");
        };
    }

    public static Label of(PushState state) {
        return switch (state) {
            case INTENDED -> new Label(Tone.BUSY, "Being pushed");
            case RECEIVED -> new Label(Tone.BUSY, "Received");
            case HANDLED -> new Label(Tone.GOOD, "Handled");
            case FAILED -> new Label(Tone.BAD, "Failed");
            case DISCARDED -> new Label(Tone.IDLE, "Discarded");
        };
    }
}
