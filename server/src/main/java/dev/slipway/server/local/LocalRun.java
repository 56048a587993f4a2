package dev.slipway.server.local;

import dev.slipway.actions.plan.Conclusion;
import dev.slipway.actions.plan.JobResult;
import dev.slipway.actions.plan.Move;
import dev.slipway.actions.plan.PlannedCall;
import dev.slipway.actions.plan.PlannedJob;
import dev.slipway.actions.plan.PlannedRun;
import dev.slipway.actions.plan.Progress;
import dev.slipway.actions.plan.Scheduler;
import dev.slipway.kernel.Problem;
import dev.slipway.runner.host.CancelToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;

/**
 * Brings one planned run to its end in this process: the scheduler of the server decides, each leg runs on a thread of
 * its own as soon as a place is free, and the ends of legs come back in a queue.
 */
final class LocalRun {

    private final MatrixChoice matrix;
    private final LocalJobs jobs;
    private final LiveOutput output;
    private final Semaphore places;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Map<String, CancelToken> running = new HashMap<>();
    private Progress progress;

    /**
     * @param matrix which legs run
     * @param places how many of them at a time
     */
    LocalRun(PlannedRun plan, MatrixChoice matrix, LocalJobs jobs, LiveOutput output, int places) {
        this.progress = Progress.start(plan);
        this.matrix = matrix;
        this.jobs = jobs;
        this.output = output;
        this.places = new Semaphore(places);
    }

    private sealed interface Event {

        /** A leg is over. */
        record Ended(PlannedJob leg, JobResult result) implements Event {}

        /** Somebody wants the run to end; the second time at once. */
        record Cancel() implements Event {}
    }

    /** Asks the run to end as a cancel on the server does; asked again, everything ends at once. */
    void cancel() {
        events.add(new Event.Cancel());
    }

    /** Runs to the end. */
    Conclusion toEnd() throws InterruptedException {
        boolean cancelled = false;
        advance();
        while (progress.conclusion().isEmpty()) {
            switch (events.take()) {
                case Event.Ended ended -> {
                    running.remove(ended.leg().legKey());
                    JobResult counted = progress.within(ended.result());
                    if (!counted.equals(ended.result())) {
                        output.say(ended.leg().displayName(), "the outputs of all jobs together are too large");
                    }
                    progress = progress.ended(ended.leg(), counted);
                    output.jobEnded(ended.leg().displayName(), counted.conclusion());
                }
                case Event.Cancel _ -> {
                    if (cancelled) {
                        running.values().forEach(token -> token.force("asked twice"));
                    }
                    cancelled = true;
                    progress = progress.cancel();
                }
            }
            advance();
        }
        return progress.conclusion().orElse(Conclusion.FAILURE);
    }

    private void advance() {
        for (List<Move> moves = Scheduler.next(progress); !moves.isEmpty(); moves = Scheduler.next(progress)) {
            for (Move planned : moves) {
                Move move = matrix.narrowed(planned);
                progress = progress.apply(move);
                switch (move) {
                    case Move.Start(PlannedJob leg) -> start(leg);
                    case Move.Start(PlannedCall call) -> progress = progress.entered(call);
                    case Move.Skip skip -> output.jobEnded(skip.jobKey(), Conclusion.SKIPPED);
                    case Move.Fail fail -> output.jobFailed(fail.jobKey(), fail.problem());
                    case Move.Cancel cancel -> stop(cancel);
                    case Move.Expand _ -> {}
                }
            }
        }
    }

    private void start(PlannedJob leg) {
        CancelToken token = new CancelToken();
        running.put(leg.legKey(), token);
        Thread.ofVirtual().name("leg-" + leg.legKey()).start(() -> {
            JobResult result = JobResult.of(Conclusion.FAILURE);
            try {
                places.acquire();
                try {
                    result = token.cancelled() ? JobResult.of(Conclusion.CANCELLED) : jobs.run(leg, token);
                } finally {
                    places.release();
                }
            } catch (IOException | Problem e) {
                output.say(leg.displayName(), "this host could not run it: " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                events.add(new Event.Ended(leg, result));
            }
        });
    }

    private void stop(Move.Cancel cancel) {
        CancelToken token = running.get(cancel.leg().legKey());
        if (token != null) {
            token.cancel(cancel.reason());
        }
    }
}
