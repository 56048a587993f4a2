package dev.slipway.runner;

import dev.slipway.runner.host.CancelToken;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides when a running step must stop before its end, and remembers why. */
final class StepStop {

    private static final Logger LOG = LoggerFactory.getLogger(StepStop.class);

    private final CompletableFuture<StepEnd> asked = new CompletableFuture<>();
    private final CompletableFuture<Void> forced;

    private StepStop(CompletableFuture<Void> forced) {
        this.forced = forced;
    }

    /**
     * @param timeout of the step
     * @param outer of the step that this one is a part of
     * @param goesOn whether the step's condition still holds when the job is cancelled; asked at that moment
     */
    static StepStop of(
            CancelToken cancel, Optional<Duration> timeout, BooleanSupplier goesOn, Optional<StepStop> outer) {
        StepStop stop = new StepStop(cancel.forced());
        timeout.ifPresent(
                limit -> stop.asked.completeOnTimeout(StepEnd.TIMED_OUT, limit.toMillis(), TimeUnit.MILLISECONDS));
        outer.ifPresent(whole -> whole.follow(stop));
        boolean cancelledBefore = cancel.cancelled();
        cancel.whenAsked(_ -> {
            if (!cancelledBefore && !stop.goesOn(goesOn)) {
                stop.asked.complete(StepEnd.STOPPED);
            }
        });
        cancel.whenForced(() -> stop.asked.complete(StepEnd.STOPPED));
        return stop;
    }

    /** A part ends with the whole, except when the job is cancelled: then its own condition decides. */
    private void follow(StepStop part) {
        var _ = asked.thenAccept(reason -> {
            if (reason == StepEnd.TIMED_OUT) {
                part.asked.complete(reason);
            }
        });
    }

    private boolean goesOn(BooleanSupplier question) {
        try {
            return question.getAsBoolean();
        } catch (RuntimeException e) {
            LOG.debug("the condition of the running step cannot be evaluated again", e);
            return false;
        }
    }

    /** Completes with the reason when the step must stop. */
    CompletableFuture<StepEnd> asked() {
        return asked;
    }

    CompletableFuture<Void> forced() {
        return forced;
    }

    /** Ends the step, because another one asks for it. */
    void end() {
        asked.complete(StepEnd.STOPPED);
    }

    /** Why the step was stopped, once its work is over; absent when it ended by itself. */
    Optional<StepEnd> reason() {
        return Optional.ofNullable(asked.getNow(null));
    }
}
