package dev.slipway.runner;

import dev.slipway.actions.expression.Contexts;
import dev.slipway.actions.expression.Template;
import dev.slipway.actions.workflow.Step;
import dev.slipway.kernel.Problem;
import dev.slipway.runner.command.StepOutput;
import dev.slipway.runner.host.Programs;
import dev.slipway.runner.host.Shell;
import dev.slipway.runner.host.StepProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Runs the script of a {@code run} step. */
final class ScriptWork {

    private final RunningJob job;
    private final Contexts contexts;
    private final int step;

    ScriptWork(RunningJob job, Contexts contexts, int step) {
        this.job = job;
        this.contexts = contexts;
        this.step = step;
    }

    /**
     * @param environment of the process
     * @param shown the variables that its user set, for the log
     */
    StepEnd run(
            Step.Work.Run work,
            Map<String, String> environment,
            Map<String, String> shown,
            StepOutput output,
            StepStop stop)
            throws IOException, InterruptedException {
        Optional<String> shellName =
                text(work.shell(), job.order().job().defaults().shell());
        Shell shell = Shell.named(shellName, new Programs(environment.getOrDefault("PATH", "")));
        Path directory = directory(
                text(work.workingDirectory(), job.order().job().defaults().workingDirectory()));
        String script = work.script().evaluateText(contexts);
        Path file = Files.createTempFile(job.workspace().commands(), "script-", shell.extension());
        Files.writeString(file, shell.script(script));
        announce(script, shell, shown);
        int code = new StepProcess(shell.command(file), directory, environment)
                .run(job.processes(), output, stop.asked(), stop.forced());
        output.close();
        if (stop.reason().isPresent()) {
            return stop.reason().get();
        }
        if (code != 0) {
            job.log().error(step, "Process completed with exit code " + code + ".");
        }
        return code == 0 ? StepEnd.DONE : StepEnd.FAILED;
    }

    private Optional<String> text(Optional<Template> own, Optional<Template> usual) {
        return own.or(() -> usual)
                .map(template -> template.evaluateText(contexts))
                .filter(text -> !text.isBlank());
    }

    private Path directory(Optional<String> name) {
        Path directory = job.workspace().work().resolve(name.orElse(".")).normalize();
        if (!Files.isDirectory(directory)) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "no-working-directory",
                    "the working directory '" + name.orElse(".") + "' does not exist",
                    "does a checkout come first?");
        }
        return directory;
    }

    private void announce(String script, Shell shell, Map<String, String> shown) {
        String first = script.strip().lines().findFirst().orElse("");
        job.log().say(step, "##[group]Run " + first);
        job.log().say(step, script.stripTrailing());
        job.log().say(step, "shell: " + String.join(" ", shell.argv()));
        if (!shown.isEmpty()) {
            job.log().say(step, "env:");
            shown.forEach((name, value) -> job.log().say(step, "  " + name + ": " + value));
        }
        job.log().say(step, "##[endgroup]");
    }
}
