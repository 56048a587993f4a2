package dev.slipway.runner;

import dev.slipway.actions.expression.Contexts;
import dev.slipway.actions.expression.Status;
import dev.slipway.actions.expression.Value;
import dev.slipway.actions.plan.Conclusion;
import dev.slipway.actions.workflow.Step;
import dev.slipway.kernel.DiskSpace;
import dev.slipway.kernel.Problem;
import dev.slipway.runner.command.JobEnvironment;
import dev.slipway.runner.command.StepEffects;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one step: condition, work, files, continue-on-error, in the order of StepsRunner.cs of GitHub's runner. */
final class StepRunner {

    private static final Logger LOG = LoggerFactory.getLogger(StepRunner.class);

    private final RunningJob job;
    private final Level level;
    private final Step step;
    private final Optional<StepStop> outer;
    private final int number;
    private final StepEffects effects;
    private final Optional<CompletableFuture<StepResult>> beside;
    private final CompletableFuture<Void> aborted = new CompletableFuture<>();
    private final Instant startedAt;
    private String title;

    /** For a step of the job itself. */
    StepRunner(RunningJob job, Step step) {
        this(job, job.scope(), step, job.nextNumber(), Optional.empty(), job.environment(), Optional.empty());
    }

    /**
     * For a step of an action.
     *
     * @param number of the job's step that it belongs to
     * @param outer the step that it is a part of
     */
    StepRunner(RunningJob job, Level level, Step step, int number, StepCall outer) {
        this(
                job,
                level,
                step,
                number,
                Optional.of(outer.stop()),
                outer.effects().job(),
                Optional.empty());
    }

    private StepRunner(
            RunningJob job,
            Level level,
            Step step,
            int number,
            Optional<StepStop> outer,
            JobEnvironment environment,
            Optional<CompletableFuture<StepResult>> beside) {
        this.job = job;
        this.level = level;
        this.step = step;
        this.number = number;
        this.outer = outer;
        this.beside = beside;
        this.effects = StepEffects.on(environment);
        this.startedAt = job.clock().instant();
        this.title = step.title();
    }

    /** For a step of the job that runs beside the others, on variables of its own. */
    static StepRunner beside(RunningJob job, Step step) {
        return new StepRunner(
                job,
                job.scope(),
                step,
                job.nextNumber(),
                Optional.empty(),
                job.environment().fork(),
                Optional.of(new CompletableFuture<>()));
    }

    /** What is known before the work begins. */
    record Ready(Map<String, String> own, Contexts contexts) {}

    String key() {
        return step.key();
    }

    /** The result, once a step beside the others has ended. */
    CompletableFuture<StepResult> end() {
        return beside.orElseThrow();
    }

    /** Another step wants this one to end. */
    void abort() {
        aborted.complete(null);
    }

    /** Lets the job see what a step beside the others has brought. */
    void handOver(StepResult result) {
        effects.job().into(job.environment());
        job.scope().known(result);
    }

    void run() throws InterruptedException {
        Optional<Ready> ready = begin();
        if (ready.isPresent()) {
            perform(ready.get());
        }
    }

    /** Evaluates variables and condition; absent when that is the end of it. */
    Optional<Ready> begin() {
        try {
            Map<String, String> own = new LinkedHashMap<>(level.inherited());
            Contexts around = level.forStep(own, step.key());
            Map<String, String> written = step.env().evaluateTexts(around);
            own.putAll(written);
            Contexts contexts = written.isEmpty() ? around : level.forStep(own, step.key());
            title = step.name().map(name -> name.evaluateText(contexts)).orElse(title);
            if (!job.cancel().isForced() && step.condition().holds(contexts)) {
                return Optional.of(new Ready(own, contexts));
            }
            job.ended(level, result(Conclusion.SKIPPED, Conclusion.SKIPPED));
        } catch (Problem problem) {
            complain(problem);
            Conclusion conclusion = continues(level) ? Conclusion.SUCCESS : Conclusion.FAILURE;
            job.ended(level, result(Conclusion.FAILURE, conclusion));
        }
        return Optional.empty();
    }

    void perform(Ready ready) throws InterruptedException {
        Conclusion outcome = Conclusion.FAILURE;
        Conclusion conclusion = Conclusion.FAILURE;
        try {
            if (level.depth() == 0) {
                job.ports().progress().stepStarted(number, job.log().masked(title), startedAt);
            }
            outcome = isOver(ready.contexts())
                    ? Conclusion.CANCELLED
                    : outcome(work(ready.own(), ready.contexts()), ready.contexts());
            conclusion = outcome == Conclusion.FAILURE && continues(ready.contexts()) ? Conclusion.SUCCESS : outcome;
        } catch (Problem problem) {
            complain(problem);
            conclusion = continues(level) ? Conclusion.SUCCESS : conclusion;
        } catch (IOException e) {
            LOG.warn("step {} of job {} failed", number, job.order().id(), e);
            complain(DiskSpace.problem(
                    job.workspace().work(), "step-failed", "the step cannot read or write a file", e));
            conclusion = continues(level) ? Conclusion.SUCCESS : conclusion;
        }
        end(outcome, conclusion);
    }

    /** A step that had to wait for its place may be cancelled before it has it. */
    private boolean isOver(Contexts contexts) {
        return aborted.isDone()
                || (beside.isPresent()
                        && job.cancel().cancelled()
                        && !step.condition().holds(contexts.with(Status.CANCELLED)));
    }

    private StepEnd work(Map<String, String> own, Contexts contexts) throws IOException, InterruptedException {
        StepStop stop = StepStop.of(
                job.cancel(),
                minutes(contexts).map(minutes -> Duration.ofMillis((long) (minutes * 60_000))),
                () -> step.condition().holds(contexts.with(Status.CANCELLED)),
                outer);
        var _ = aborted.thenRun(stop::end);
        effects.state().putAll(job.preStates().getOrDefault(step, Map.of()));
        StepCall call = new StepCall(job, level, step, contexts, number, title, own, effects, stop);
        return switch (step.work()) {
            case Step.Work.Run run -> new ScriptWork(call).run(run);
            case Step.Work.Uses uses -> new UsesWork(call).run(uses);
            case Step.Work.Wait wait -> new StepControl(call).await(wait.steps());
            case Step.Work.WaitAll _ -> new StepControl(call).awaitAll();
            case Step.Work.Cancel cancel -> new StepControl(call).cancel(cancel.step());
            case Step.Work.Parallel parallel -> new StepControl(call).parallel(parallel.steps());
        };
    }

    private Optional<Double> minutes(Contexts contexts) {
        return step.timeoutMinutes()
                .map(template -> template.evaluate(contexts).number())
                .filter(minutes -> minutes > 0);
    }

    private Conclusion outcome(StepEnd end, Contexts contexts) {
        return switch (end) {
            case DONE -> Conclusion.SUCCESS;
            case FAILED -> Conclusion.FAILURE;
            case STOPPED -> {
                if (aborted.isDone()) {
                    job.log().say(number, "The step was cancelled by a later one.");
                } else {
                    job.log().error(number, "The operation was canceled.");
                }
                yield Conclusion.CANCELLED;
            }
            case TIMED_OUT -> {
                String minutes =
                        minutes(contexts).map(time -> Value.of(time).text()).orElse("");
                job.log().error(number, "The action '" + title + "' has timed out after " + minutes + " minutes.");
                yield Conclusion.FAILURE;
            }
        };
    }

    private boolean continues(Contexts contexts) {
        try {
            return step.continueOnError()
                    .map(template -> template.evaluate(contexts).truthy())
                    .orElse(false);
        } catch (Problem problem) {
            complain(problem);
            return false;
        }
    }

    private void complain(Problem problem) {
        String hint = problem.hint();
        job.log().error(number, problem.message() + (hint == null ? "" : "\n" + hint));
    }

    private void end(Conclusion outcome, Conclusion conclusion) {
        StepResult result = result(outcome, conclusion);
        if (beside.isPresent()) {
            job.file(result);
            beside.get().complete(result);
        } else {
            job.ended(level, result);
        }
    }

    private StepResult result(Conclusion outcome, Conclusion conclusion) {
        return new StepResult(
                number,
                step.id(),
                job.log().masked(title),
                outcome,
                conclusion,
                effects.outputsNow(),
                startedAt,
                job.clock().instant());
    }
}
