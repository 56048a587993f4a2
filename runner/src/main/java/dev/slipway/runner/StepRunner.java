package dev.slipway.runner;

import dev.slipway.actions.expression.Contexts;
import dev.slipway.actions.expression.Status;
import dev.slipway.actions.expression.Template;
import dev.slipway.actions.expression.Value;
import dev.slipway.actions.plan.Conclusion;
import dev.slipway.actions.workflow.Step;
import dev.slipway.kernel.Problem;
import dev.slipway.runner.command.FileCommands;
import dev.slipway.runner.command.JobEnvironment;
import dev.slipway.runner.command.StepEffects;
import dev.slipway.runner.command.StepOutput;
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
    private final Step step;
    private final int number;
    private final StepEffects effects;
    private final Instant startedAt;
    private String title;

    StepRunner(RunningJob job, Step step) {
        this.job = job;
        this.step = step;
        this.number = job.nextNumber();
        this.effects = StepEffects.on(job.environment());
        this.startedAt = job.clock().instant();
        this.title = step.title();
    }

    void run() throws InterruptedException {
        Conclusion outcome = Conclusion.FAILURE;
        Conclusion conclusion = Conclusion.FAILURE;
        try {
            Contexts bare = job.scope().forStep(Map.of(), step.key());
            Map<String, String> own = step.env().evaluateTexts(bare);
            Contexts contexts = job.scope().forStep(own, step.key());
            title = step.name().map(name -> name.evaluateText(contexts)).orElse(title);
            if (job.cancel().isForced() || !step.condition().holds(contexts)) {
                end(Conclusion.SKIPPED, Conclusion.SKIPPED);
                return;
            }
            job.ports().progress().stepStarted(number, job.log().masked(title), startedAt);
            StepEnd workEnd = work(own, contexts);
            outcome = outcome(workEnd);
            conclusion = outcome == Conclusion.FAILURE && continues(contexts) ? Conclusion.SUCCESS : outcome;
        } catch (Problem problem) {
            complain(problem);
            conclusion = continues(job.scope()) ? Conclusion.SUCCESS : conclusion;
        } catch (IOException e) {
            LOG.warn("step {} of job {} failed", number, job.order().id(), e);
            job.log().error(number, "the step failed: " + e);
            conclusion = continues(job.scope()) ? Conclusion.SUCCESS : conclusion;
        }
        end(outcome, conclusion);
    }

    private StepEnd work(Map<String, String> own, Contexts contexts) throws IOException, InterruptedException {
        FileCommands files = FileCommands.create(job.workspace().commands().resolve("step-" + number));
        Value.Mapping github = (Value.Mapping) contexts.context("github").orElse(Value.Mapping.EMPTY);
        JobEnvironment jobEnvironment = job.environment();
        Map<String, String> environment = StepEnvironment.build(
                job.host(),
                job.scope(),
                jobEnvironment,
                own,
                github,
                files,
                job.order().debug());
        StepStop stop = StepStop.of(
                job.cancel(), timeout(contexts), () -> step.condition().holds(contexts.with(Status.CANCELLED)));
        StepOutput output =
                new StepOutput(number, job.log(), effects, job.order().debug());
        StepEnd end = switch (step.work()) {
            case Step.Work.Run run ->
                new ScriptWork(job, contexts, number).run(run, environment, shown(own), output, stop);
            case Step.Work.Uses uses ->
                new ActionWork(job, contexts, number).run(uses, title, environment, effects, stop);
            case Step.Work.Wait _, Step.Work.WaitAll _, Step.Work.Cancel _, Step.Work.Parallel _ ->
                throw Problem.of(
                        Problem.Kind.INVALID,
                        "unsupported-background-step",
                        step.position() + ": background steps are not supported yet",
                        "start and await it inside of one 'run'");
        };
        boolean filesGood = apply(files.read());
        return end == StepEnd.DONE && (output.failed() || !filesGood) ? StepEnd.FAILED : end;
    }

    private Map<String, String> shown(Map<String, String> own) {
        Map<String, String> shown = new LinkedHashMap<>(job.environment().variables());
        shown.putAll(own);
        return shown;
    }

    private Optional<Duration> timeout(Contexts contexts) {
        return step.timeoutMinutes()
                .map(template -> template.evaluate(contexts).number())
                .filter(minutes -> minutes > 0)
                .map(minutes -> Duration.ofMillis((long) (minutes * 60_000)));
    }

    /** Takes over what the step wrote into its files; false when one of them was wrong, which fails the step. */
    private boolean apply(FileCommands.Written written) {
        written.environment().forEach((name, value) -> {
            if (JobEnvironment.isBlocked(name)) {
                job.log().error(number, "Can't store " + name + " output parameter using '$GITHUB_ENV' command.");
            } else {
                job.environment().set(name, value);
            }
        });
        written.path().forEach(job.environment()::addPath);
        effects.outputs().putAll(written.outputs());
        effects.state().putAll(written.state());
        if (!written.summary().isEmpty()) {
            job.summary()
                    .append(job.log().masked(written.summary().stripTrailing()))
                    .append("\n\n");
        }
        written.complaints().forEach(error -> job.log().error(number, error));
        written.errors().forEach(error -> job.log().error(number, error));
        return written.errors().isEmpty();
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
        job.ended(new StepResult(
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
