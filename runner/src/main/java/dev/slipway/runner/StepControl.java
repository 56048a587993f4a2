package dev.slipway.runner;

import dev.slipway.actions.plan.Conclusion;
import dev.slipway.actions.workflow.Step;
import java.util.Collection;
import java.util.List;

/** Runs the steps that only direct others: {@code wait}, {@code wait-all}, {@code cancel}, {@code parallel}. */
final class StepControl {

    private final StepCall call;
    private final BackgroundSteps background;

    StepControl(StepCall call) {
        this.call = call;
        this.background = call.job().background();
    }

    /** Starts a step beside the others, when its condition holds now. */
    static void begin(RunningJob job, Step step) {
        StepRunner runner = StepRunner.beside(job, step);
        runner.begin().ifPresent(ready -> job.background().start(runner, ready));
    }

    StepEnd await(List<String> steps) throws InterruptedException {
        for (String step : steps) {
            if (background.started(List.of(step)).isEmpty()) {
                say("No background step '" + step + "' was started: there is nothing to wait for.");
            }
        }
        return waitFor(background.started(steps));
    }

    StepEnd awaitAll() throws InterruptedException {
        return waitFor(background.open());
    }

    StepEnd cancel(String step) throws InterruptedException {
        if (background.started(List.of(step)).isEmpty()) {
            say("No background step '" + step + "' was started: there is nothing to cancel.");
        } else {
            say("Cancelling " + step);
            background.cancel(step);
        }
        return StepEnd.DONE;
    }

    StepEnd parallel(List<Step> steps) throws InterruptedException {
        steps.forEach(step -> begin(call.job(), step));
        return waitFor(background.started(steps.stream().map(Step::key).toList()));
    }

    private StepEnd waitFor(Collection<String> steps) throws InterruptedException {
        say(steps.isEmpty() ? "No background step is left to wait for." : "Waiting for " + String.join(", ", steps));
        Conclusion end = background.await(steps);
        return switch (end) {
            case SUCCESS, SKIPPED -> StepEnd.DONE;
            case FAILURE -> {
                call.job().log().error(call.number(), "A background step that this one waits for has failed.");
                yield StepEnd.FAILED;
            }
            case CANCELLED -> StepEnd.STOPPED;
        };
    }

    private void say(String text) {
        call.job().log().say(call.number(), text);
    }
}
