package dev.slipway.runner;

import dev.slipway.actions.expression.Contexts;
import dev.slipway.actions.expression.Value;
import dev.slipway.actions.workflow.Step;
import dev.slipway.runner.command.FileCommands;
import dev.slipway.runner.command.StepEffects;
import dev.slipway.runner.host.Place;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * One step while it is being performed.
 *
 * @param contexts what its expressions see; the facts of the action that it uses and the places of its files are put in
 * @param number of the job's step that it is or belongs to, for the log
 * @param title as people see it
 * @param own its variables, with those that it inherits
 * @param effects on itself and on the job
 * @param stop says when it must end early
 * @param files for what its program tells the runner
 */
record StepCall(
        RunningJob job,
        Level level,
        Step step,
        Contexts contexts,
        int number,
        String title,
        Map<String, String> own,
        StepEffects effects,
        StepStop stop,
        FileCommands files) {

    StepCall {
        contexts =
                withFiles(ActionFacts.of(step).in(contexts), files, job.site().place());
    }

    StepCall(
            RunningJob job,
            Level level,
            Step step,
            Contexts contexts,
            int number,
            String title,
            Map<String, String> own,
            StepEffects effects,
            StepStop stop) {
        this(
                job,
                level,
                step,
                contexts,
                number,
                title,
                own,
                effects,
                stop,
                job.folders().named());
    }

    /** As FileCommandManager.cs of GitHub's runner does when the action of a step begins: its {@code env} sees none of it. */
    private static Contexts withFiles(Contexts contexts, FileCommands files, Place place) {
        Value.Mapping github = (Value.Mapping) contexts.context("github").orElse(Value.Mapping.EMPTY);
        Map<String, Value> parts = new LinkedHashMap<>(github.entries());
        files.context().forEach((name, file) -> parts.put(name, Value.of(place.translated(file))));
        return contexts.with("github", Value.of(parts));
    }

    /** The variables that users set, for the log. */
    Map<String, String> shown() {
        Map<String, String> shown = new LinkedHashMap<>(effects.job().variables());
        shown.putAll(own);
        return shown;
    }

    /**
     * The same call at the end of the job.
     *
     * @param goesOn whether it still runs when the job is cancelled
     */
    StepCall later(int newNumber, BooleanSupplier goesOn) {
        return new StepCall(
                job,
                level,
                step,
                level.forStep(own, step.key()),
                newNumber,
                title,
                own,
                new StepEffects(job.environment(), effects.outputs(), effects.state()),
                StepStop.of(job.cancel(), Optional.empty(), goesOn, Optional.empty()));
    }

    /** A process of this step, with fresh files for what it tells the runner. */
    StepProgram program() throws java.io.IOException {
        return StepProgram.of(this, job.site().place());
    }
}
