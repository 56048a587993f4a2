package dev.slipway.runner;

import dev.slipway.actions.expression.Template;
import dev.slipway.actions.workflow.RunDefaults;
import dev.slipway.actions.workflow.Step;
import dev.slipway.kernel.Problem;
import dev.slipway.runner.host.Place;
import dev.slipway.runner.host.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Runs the script of a {@code run} step. */
final class ScriptWork {

    private final StepCall call;
    private final RunningJob job;

    ScriptWork(StepCall call) {
        this.call = call;
        this.job = call.job();
    }

    StepEnd run(Step.Work.Run work) throws IOException, InterruptedException {
        StepProgram program = call.program();
        Optional<RunDefaults> defaults =
                call.level().depth() == 0 ? Optional.of(job.order().job().defaults()) : Optional.empty();
        Place place = job.site().place();
        job.network().tell(program.environment(), place, JobAccess::scripts);
        Shell shell = shell(
                work.shell().or(() -> defaults.flatMap(RunDefaults::shell)),
                place,
                program.environment().getOrDefault("PATH", ""));
        String directory = directory(text(work.workingDirectory(), defaults.flatMap(RunDefaults::workingDirectory)));
        String script = work.script().evaluateText(call.contexts());
        Path file = job.scripts().next(shell.extension(), shell.script(script));
        announce(script, shell);
        StepEnd end = program.run(shell.command(place.path(file)), directory);
        job.scripts().over(file);
        return end;
    }

    /** @throws Problem with the place where the shell is written, when it is none of this host */
    private Shell shell(Optional<Template> written, Place place, String searchPath) {
        try {
            return place.shell(text(written, Optional.empty()), searchPath);
        } catch (Problem problem) {
            String where = written.map(shell -> shell.position() + ": ").orElse("");
            throw Problem.of(problem.kind(), problem.code(), where + problem.message(), problem.hint(), problem);
        }
    }

    private Optional<String> text(Optional<Template> own, Optional<Template> usual) {
        return own.or(() -> usual)
                .map(template -> template.evaluateText(call.contexts()))
                .filter(text -> !text.isBlank());
    }

    /** A folder that is the container's alone is not looked for: the engine does that. */
    private String directory(Optional<String> name) {
        Place place = job.site().place();
        String directory = Path.of(place.path(job.workspace().work()))
                .resolve(name.orElse("."))
                .normalize()
                .toString();
        if (place.file(directory).filter(folder -> !Files.isDirectory(folder)).isPresent()) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "no-working-directory",
                    "the working directory '" + name.orElse(".") + "' does not exist",
                    "does a checkout come first?");
        }
        return directory;
    }

    private void announce(String script, Shell shell) {
        String first = script.strip().lines().findFirst().orElse("");
        job.log().pass(call.number(), "##[group]Run " + first);
        job.log().pass(call.number(), script.stripTrailing());
        job.log().pass(call.number(), "shell: " + String.join(" ", shell.argv()));
        if (!call.shown().isEmpty()) {
            job.log().pass(call.number(), "env:");
            call.shown().forEach((name, value) -> job.log().pass(call.number(), "  " + name + ": " + value));
        }
        job.log().say(call.number(), "##[endgroup]");
    }
}
