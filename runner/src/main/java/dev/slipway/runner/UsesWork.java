package dev.slipway.runner;

import dev.slipway.actions.action.Action;
import dev.slipway.actions.workflow.ActionReference;
import dev.slipway.actions.workflow.Step;
import dev.slipway.kernel.Problem;
import dev.slipway.runner.action.NativeAction;
import dev.slipway.runner.action.NativeActions;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Runs a {@code uses} step: finds the action, evaluates its inputs, and hands it to whoever runs its kind. */
final class UsesWork {

    private final StepCall call;

    UsesWork(StepCall call) {
        this.call = call;
    }

    StepEnd run(Step.Work.Uses work) throws IOException, InterruptedException {
        Optional<NativeAction> own = own(call.job(), work.action());
        if (own.isPresent() && !isLeft(own.get(), work)) {
            return new NativeWork(call).run(own.get(), work);
        }
        if (work.action() instanceof ActionReference.Image image) {
            Map<String, String> given = work.with().evaluateTexts(call.contexts());
            announce(call, given);
            return DockerWork.of(call, image.image(), given).main();
        }
        ActionFolder folder = call.job().actions().find(work);
        Map<String, String> inputs = inputs(folder.action(), work);
        announce(call, inputs);
        return switch (folder.action().runs()) {
            case Action.Runs.Composite composite -> new CompositeWork(call).run(folder, composite, inputs);
            case Action.Runs.Node node -> new NodeWork(call, folder, node, inputs).main();
            case Action.Runs.Docker docker ->
                DockerWork.of(call, folder, docker, inputs).main();
        };
    }

    /** The action of Slipway's own that stands for this one, unless the one itself is asked for. */
    static Optional<NativeAction> own(RunningJob job, ActionReference action) {
        return switch (action) {
            case ActionReference.Repository repository ->
                NativeActions.find(repository.name())
                        .filter(_ -> !job.ports().stores().actions().isPinned(repository));
            case ActionReference.Local _, ActionReference.Image _ -> Optional.empty();
        };
    }

    /** Whether the step asks for something that only the action's own code does, and that code may run. */
    private boolean isLeft(NativeAction own, Step.Work.Uses work) {
        Map<String, String> asked = new HashMap<>();
        work.with()
                .evaluateTexts(call.contexts())
                .forEach((name, text) -> asked.put(name.toLowerCase(Locale.ROOT), text));
        return work.action() instanceof ActionReference.Repository repository
                && !own.does(asked)
                && call.job().ports().stores().actions().offers(repository);
    }

    /** What the step passes, and the defaults of the rest. */
    Map<String, String> inputs(Action action, Step.Work.Uses work) {
        Map<String, String> given = work.with().evaluateTexts(call.contexts());
        Map<String, String> inputs = new LinkedHashMap<>();
        for (Action.Input input : action.inputs()) {
            Optional<String> passed = given.entrySet().stream()
                    .filter(entry -> entry.getKey().equalsIgnoreCase(input.name()))
                    .map(Map.Entry::getValue)
                    .findFirst();
            passed.flatMap(_ -> input.deprecation())
                    .ifPresent(text -> call.job()
                            .log()
                            .warning(
                                    call.number(),
                                    "Input '" + input.name() + "' has been deprecated with message: " + text));
            inputs.put(
                    input.name(),
                    passed.orElseGet(() -> input.defaultValue()
                            .map(value -> value.evaluateText(call.contexts()))
                            .orElse("")));
        }
        warnOfUnknown(action, given);
        given.forEach((name, text) -> {
            if (action.input(name).isEmpty()) {
                inputs.put(name, text);
            }
        });
        return inputs;
    }

    private void warnOfUnknown(Action action, Map<String, String> given) {
        List<String> valid = action.taken();
        List<String> unknown = given.keySet().stream()
                .filter(name -> valid.stream().noneMatch(name::equalsIgnoreCase))
                .toList();
        if (!unknown.isEmpty()) {
            call.job().log().warning(call.number(), "Unexpected input(s) " + unknown + ", valid inputs are " + valid);
        }
    }

    static void announce(StepCall call, Map<String, String> inputs) {
        String what = call.step().work() instanceof Step.Work.Uses uses
                ? uses.action().toString()
                : call.title();
        call.job().log().pass(call.number(), "##[group]Run " + what);
        List<Map.Entry<String, String>> said = inputs.entrySet().stream()
                .filter(input -> !input.getValue().isEmpty())
                .toList();
        if (!said.isEmpty()) {
            call.job().log().pass(call.number(), "with:");
            said.forEach(input -> call.job()
                    .log()
                    .pass(
                            call.number(),
                            "  " + input.getKey() + ": " + input.getValue().strip()));
        }
        call.job().log().say(call.number(), "##[endgroup]");
    }

    /** The variable that carries an input. */
    static String variable(String input) {
        return "INPUT_" + input.replace(' ', '_').toUpperCase(Locale.ROOT);
    }

    static Problem unknown(Step.Work.Uses work, String hint) {
        return Problem.of(
                Problem.Kind.INVALID,
                "unsupported-action",
                work.position() + ": the action " + work.action() + " is not among those that Slipway performs itself ("
                        + String.join(", ", NativeActions.names()) + "), and its code cannot be fetched",
                hint);
    }
}
