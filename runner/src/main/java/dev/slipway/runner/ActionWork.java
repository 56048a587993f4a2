package dev.slipway.runner;

import dev.slipway.actions.expression.Contexts;
import dev.slipway.actions.workflow.Step;
import dev.slipway.kernel.Problem;
import dev.slipway.runner.action.ActionCall;
import dev.slipway.runner.action.ActionResult;
import dev.slipway.runner.action.NativeAction;
import dev.slipway.runner.action.NativeActions;
import dev.slipway.runner.command.StepEffects;
import dev.slipway.runner.host.Programs;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Performs the action of a {@code uses} step on a thread of its own, so that it can be stopped. */
final class ActionWork {

    private final RunningJob job;
    private final Contexts contexts;
    private final int step;

    ActionWork(RunningJob job, Contexts contexts, int step) {
        this.job = job;
        this.contexts = contexts;
        this.step = step;
    }

    StepEnd run(Step.Work.Uses work, String title, Map<String, String> environment, StepEffects effects, StepStop stop)
            throws IOException, InterruptedException {
        NativeAction action = NativeActions.find(work.action().name()).orElseThrow(() -> unknown(work));
        Map<String, String> inputs = new TreeMap<>();
        work.with().evaluateTexts(contexts).forEach((name, text) -> inputs.put(name.toLowerCase(Locale.ROOT), text));
        announce(work, action, inputs);
        ActionCall call = new ActionCall(
                step,
                inputs,
                job.order().facts(),
                job.workspace(),
                new Programs(environment.getOrDefault("PATH", "")),
                job.host().home(),
                effects,
                job.log(),
                job.ports().stores());
        CompletableFuture<ActionResult> result = new CompletableFuture<>();
        Thread thread =
                Thread.ofVirtual().name("action-" + job.order().id()).start(() -> perform(action, call, result));
        return await(result, thread, stop, title, effects);
    }

    private static void perform(NativeAction action, ActionCall call, CompletableFuture<ActionResult> result) {
        try {
            result.complete(action.run(call));
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            result.completeExceptionally(e);
        }
    }

    private StepEnd await(
            CompletableFuture<ActionResult> result, Thread thread, StepStop stop, String title, StepEffects effects)
            throws IOException, InterruptedException {
        try {
            CompletableFuture.anyOf(result, stop.asked()).get();
            if (!result.isDone()) {
                thread.interrupt();
                thread.join();
                return stop.reason().orElse(StepEnd.STOPPED);
            }
            ActionResult done = result.get();
            effects.outputs().putAll(done.outputs());
            done.post().ifPresent(post -> job.posts().push(new RunningJob.PostStep("Post " + title, post)));
            return StepEnd.DONE;
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failure -> throw failure;
                case Problem problem -> throw problem;
                case null, default -> throw new IllegalStateException("the action failed unexpectedly", e.getCause());
            }
        } finally {
            thread.interrupt();
        }
    }

    private void announce(Step.Work.Uses work, NativeAction action, Map<String, String> inputs) {
        job.log().say(step, "##[group]Run " + work.action());
        if (!inputs.isEmpty()) {
            job.log().say(step, "with:");
            inputs.forEach((name, text) -> job.log().say(step, "  " + name + ": " + text.strip()));
        }
        job.log().say(step, "##[endgroup]");
        List<String> unknown = inputs.keySet().stream()
                .filter(name -> !action.inputs().contains(name))
                .toList();
        if (!unknown.isEmpty()) {
            job.log().warning(step, "Unexpected input(s) " + unknown + ", valid inputs are " + action.inputs());
        }
    }

    private static Problem unknown(Step.Work.Uses work) {
        return Problem.of(
                Problem.Kind.INVALID,
                "unsupported-action",
                "the action " + work.action() + " is not among those that Slipway performs: " + NativeActions.names(),
                "do the same in a run step");
    }
}
