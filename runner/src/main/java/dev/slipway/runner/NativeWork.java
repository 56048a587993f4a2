package dev.slipway.runner;

import dev.slipway.actions.expression.Contexts;
import dev.slipway.actions.expression.Value;
import dev.slipway.actions.workflow.ActionReference;
import dev.slipway.actions.workflow.Step;
import dev.slipway.kernel.Problem;
import dev.slipway.runner.action.ActionCall;
import dev.slipway.runner.action.ActionResult;
import dev.slipway.runner.action.NativeAction;
import dev.slipway.runner.host.HostPlace;
import dev.slipway.runner.host.Programs;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Performs one of Slipway's own actions on a thread of its own, so that it can be stopped. */
final class NativeWork {

    private final StepCall call;
    private final RunningJob job;

    NativeWork(StepCall call) {
        this.call = call;
        this.job = call.job();
    }

    StepEnd run(NativeAction action, Step.Work.Uses work) throws IOException, InterruptedException {
        if (action.offersHostTools() && !(job.site().place() instanceof HostPlace)) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "tool-of-the-host",
                    work.position() + ": " + work.action() + " offers tools of this host, which the job's container"
                            + " cannot run",
                    "use an image that has the tool, or pin the action by its commit so that the stock one is used");
        }
        Map<String, String> inputs = new TreeMap<>();
        work.with()
                .evaluateTexts(call.contexts())
                .forEach((name, text) -> inputs.put(name.toLowerCase(Locale.ROOT), text));
        announce(action, inputs);
        ActionCall asked = new ActionCall(
                call.number(),
                version(work.action()),
                inputs,
                job.order().facts(),
                page(call.contexts()),
                job.workspace(),
                job.reach(),
                programs(
                        call.effects().job().searchPath(job.host().environment().getOrDefault("PATH", ""))),
                job.site().home(job.host(), job.workspace()),
                job.site()::here,
                call.effects(),
                job.log(),
                job.ports().stores());
        CompletableFuture<ActionResult> result = new CompletableFuture<>();
        Thread thread =
                Thread.ofVirtual().name("action-" + job.order().id()).start(() -> perform(action, asked, result));
        return await(result, thread);
    }

    private Programs programs(String searchPath) {
        return job.site().place() instanceof HostPlace here ? here.programs(searchPath) : new Programs(searchPath);
    }

    /** As actions build it themselves; absent where there is no server. */
    private static Optional<String> page(Contexts contexts) {
        return contexts.context("github")
                .filter(Value.Mapping.class::isInstance)
                .map(github -> ((Value.Mapping) github).entries())
                .filter(github -> github.keySet().containsAll(List.of("server_url", "run_id")))
                .map(github -> text(github, "server_url") + "/" + text(github, "repository") + "/actions/runs/"
                        + text(github, "run_id"));
    }

    private static String text(Map<String, Value> github, String name) {
        return github.getOrDefault(name, Value.Null.NULL).text();
    }

    private static String version(ActionReference action) {
        return action instanceof ActionReference.Repository repository ? repository.ref() : "";
    }

    private static void perform(NativeAction action, ActionCall call, CompletableFuture<ActionResult> result) {
        try {
            result.complete(action.run(call));
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            result.completeExceptionally(e);
        }
    }

    private StepEnd await(CompletableFuture<ActionResult> result, Thread thread)
            throws IOException, InterruptedException {
        try {
            CompletableFuture.anyOf(result, call.stop().asked()).get();
            if (!result.isDone()) {
                thread.interrupt();
                thread.join();
                return call.stop().reason().orElse(StepEnd.STOPPED);
            }
            ActionResult done = result.get();
            done.outputs()
                    .forEach((name, text) -> call.effects()
                            .outputs()
                            .put(name, job.site().place().translated(text)));
            done.post().ifPresent(post -> job.posts().push(PostStep.ofNative(call, post)));
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

    private void announce(NativeAction action, Map<String, String> inputs) {
        UsesWork.announce(call, inputs);
        List<String> unknown = inputs.keySet().stream()
                .filter(name -> !action.inputs().contains(name))
                .toList();
        if (!unknown.isEmpty()) {
            job.log()
                    .warning(call.number(), "Unexpected input(s) " + unknown + ", valid inputs are " + action.inputs());
        }
    }
}
