package dev.slipway.runner;

import dev.slipway.actions.expression.Contexts;
import dev.slipway.actions.expression.Status;
import dev.slipway.actions.expression.Template;
import dev.slipway.actions.plan.Conclusion;
import dev.slipway.actions.workflow.Step;
import dev.slipway.kernel.DiskSpace;
import dev.slipway.kernel.Problem;
import dev.slipway.runner.command.StepEffects;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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
    private final Instant startedAt;
    private String title;

    /** For a step of the job itself. */
    StepRunner(RunningJob job, Step step) {
        this(job, job.scope(), step, job.nextNumber(), Optional.empty());
    }

    /**
     * @param number of the job's step that it is or belongs to
     * @param outer of the step that it is a part of
     */
    StepRunner(RunningJob job, Level level, Step step, int number, Optional<StepStop> outer) {
        this.job = job;
        this.level = level;
        this.step = step;
        this.number = number;
        this.outer = outer;
        this.effects = StepEffects.on(job.environment());
        this.startedAt = job.clock().instant();
        this.title = step.title();
    }

    void run() throws InterruptedException {
        Conclusion outcome = Conclusion.FAILURE;
        Conclusion conclusion = Conclusion.FAILURE;
        try {
            Map<String, String> own = new LinkedHashMap<>(level.inherited());
            own.putAll(step.env().evaluateTexts(level.forStep(own, step.key())));
            Contexts contexts = level.forStep(own, step.key());
            title = step.name().map(name -> name.evaluateText(contexts)).orElse(title);
            if (job.cancel().isForced() || !step.condition().holds(contexts)) {
                end(Conclusion.SKIPPED, Conclusion.SKIPPED);
                return;
            }
            if (level.depth() == 0) {
                job.ports().progress().stepStarted(number, job.log().masked(title), startedAt);
            }
            outcome = outcome(work(own, contexts));
            conclusion = outcome == Conclusion.FAILURE && continues(contexts) ? Conclusion.SUCCESS : outcome;
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

    private StepEnd work(Map<String, String> own, Contexts contexts) throws IOException, InterruptedException {
        StepStop stop = StepStop.of(
                job.cancel(), timeout(contexts), () -> step.condition().holds(contexts.with(Status.CANCELLED)), outer);
        effects.state().putAll(job.preStates().getOrDefault(step, Map.of()));
        StepCall call = new StepCall(job, level, step, contexts, number, title, own, effects, stop);
        return switch (step.work()) {
            case Step.Work.Run run -> new ScriptWork(call).run(run);
            case Step.Work.Uses uses -> new UsesWork(call).run(uses);
            case Step.Work.Wait _, Step.Work.WaitAll _, Step.Work.Cancel _, Step.Work.Parallel _ ->
                throw Problem.of(
                        Problem.Kind.INVALID,
                        "unsupported-step",
                        step.position() + ": steps at the same time are not supported",
                        "let them run one after another");
        };
    }

    private Optional<Duration> timeout(Contexts contexts) {
        return step.timeoutMinutes()
                .map(template -> template.evaluate(contexts).number())
                .filter(minutes -> minutes > 0)
                .map(minutes -> Duration.ofMillis((long) (minutes * 60_000)));
    }

    private Conclusion outcome(StepEnd end) {
        return switch (end) {
            case DONE -> Conclusion.SUCCESS;
            case FAILED -> Conclusion.FAILURE;
            case STOPPED -> {
                job.log().error(number, "The operation was canceled.");
                yield Conclusion.CANCELLED;
            }
            case TIMED_OUT -> {
                String minutes = step.timeoutMinutes().map(Template::source).orElse("");
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
        job.ended(
                level,
                new StepResult(
                        number,
                        step.id(),
                        job.log().masked(title),
                        outcome,
                        conclusion,
                        effects.outputsNow(),
                        startedAt,
                        job.clock().instant()));
    }
}
