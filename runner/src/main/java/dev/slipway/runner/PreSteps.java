package dev.slipway.runner;

import dev.slipway.actions.action.Action;
import dev.slipway.actions.expression.Condition;
import dev.slipway.actions.expression.Contexts;
import dev.slipway.actions.expression.Status;
import dev.slipway.actions.plan.Conclusion;
import dev.slipway.actions.workflow.ActionReference;
import dev.slipway.actions.workflow.Step;
import dev.slipway.kernel.Problem;
import dev.slipway.runner.command.StepEffects;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens before the first step of a job: the actions of other repositories are fetched, so that a missing one ends
 * the job before it has done anything, and the scripts that some of them want to run first are run.
 */
final class PreSteps {

    private static final Logger LOG = LoggerFactory.getLogger(PreSteps.class);

    private final RunningJob job;
    private final Set<String> said = new HashSet<>();

    PreSteps(RunningJob job) {
        this.job = job;
    }

    /** @return whether the steps of the job may run */
    boolean run() throws InterruptedException {
        for (Step step :
                job.order().job().steps().stream().flatMap(PreSteps::each).toList()) {
            if (step.work() instanceof Step.Work.Uses uses
                    && uses.action() instanceof ActionReference.Repository
                    && UsesWork.own(job, uses.action()).isEmpty()) {
                try {
                    prepare(step, uses);
                } catch (Problem problem) {
                    fail(problem.message() + (problem.hint() == null ? "" : "\n" + problem.hint()));
                    return false;
                } catch (IOException e) {
                    LOG.warn(
                            "the action {} of job {} cannot be fetched",
                            uses.action(),
                            job.order().id(),
                            e);
                    fail("the action " + uses.action() + " cannot be fetched: " + e.getMessage());
                    return false;
                }
            }
        }
        return true;
    }

    private static Stream<Step> each(Step step) {
        return step.work() instanceof Step.Work.Parallel parallel ? parallel.steps().stream() : Stream.of(step);
    }

    private void fail(String message) {
        job.log().error(0, message);
        job.scope().failed();
    }

    private void prepare(Step step, Step.Work.Uses uses) throws IOException, InterruptedException {
        ActionFolder folder = job.actions().find(uses);
        String place = "Action " + uses.action() + " is in " + folder.folder();
        if (said.add(place)) {
            job.log().say(0, place);
        }
        switch (folder.action().runs()) {
            case Action.Runs.Node node
            when node.pre().isPresent() ->
                run(
                        step,
                        node.preIf(),
                        call -> new NodeWork(call, folder, node, inputs(call, folder, uses))
                                .pre(node.pre().get()));
            case Action.Runs.Docker docker
            when docker.preEntrypoint().isPresent() ->
                run(
                        step,
                        docker.preIf(),
                        call -> DockerWork.of(call, folder, docker, inputs(call, folder, uses))
                                .pre(docker.preEntrypoint().get()));
            case Action.Runs.Node _, Action.Runs.Docker _, Action.Runs.Composite _ ->
                LOG.trace("{} runs nothing before the job", uses.action());
        }
    }

    private static Map<String, String> inputs(StepCall call, ActionFolder folder, Step.Work.Uses uses) {
        return new UsesWork(call).inputs(folder.action(), uses);
    }

    private void run(Step step, Condition condition, Work work) throws IOException, InterruptedException {
        int number = job.nextNumber();
        Instant startedAt = job.clock().instant();
        StepEffects effects = StepEffects.on(job.environment());
        Map<String, String> own = new LinkedHashMap<>(step.env().evaluateTexts(job.scope()));
        Contexts contexts = job.scope().forStep(own, step.key());
        StepStop stop = StepStop.of(
                job.cancel(),
                Optional.empty(),
                () -> condition.holds(contexts.with(Status.CANCELLED)),
                Optional.empty());
        String title = "Pre " + step.title();
        StepCall call = new StepCall(job, job.scope(), step, contexts, number, title, own, effects, stop);
        Conclusion conclusion = Conclusion.SKIPPED;
        if (condition.holds(contexts)) {
            job.ports().progress().stepStarted(number, job.log().masked(title), startedAt);
            StepEnd end = work.perform(call);
            conclusion = end == StepEnd.DONE ? Conclusion.SUCCESS : Conclusion.FAILURE;
        }
        job.preStates().put(step, Map.copyOf(effects.state()));
        job.ended(new StepResult(
                number,
                Optional.empty(),
                job.log().masked(title),
                conclusion,
                conclusion,
                Map.of(),
                startedAt,
                job.clock().instant()));
    }

    /** What an action wants to do first. */
    @FunctionalInterface
    private interface Work {
        StepEnd perform(StepCall call) throws IOException, InterruptedException;
    }
}
