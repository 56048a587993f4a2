package dev.slipway.runner;

import dev.slipway.actions.expression.Value;
import dev.slipway.kernel.Problem;
import dev.slipway.runner.command.ArtifactFiles;
import dev.slipway.runner.command.FileCommands;
import dev.slipway.runner.command.JobEnvironment;
import dev.slipway.runner.command.StepOutput;
import dev.slipway.runner.host.Place;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs one program of a step: its environment, its commands in the output, and what it writes into its files. */
final class StepProgram {

    private final StepCall call;
    private final RunningJob job;
    private final FileCommands files;
    private final Place place;
    private final Map<String, String> environment;

    private StepProgram(StepCall call, FileCommands files, Place place) {
        this.call = call;
        this.job = call.job();
        this.files = files;
        this.place = place;
        this.environment = StepEnvironment.build(
                place,
                job.scope(),
                call.effects().job(),
                call.own(),
                (Value.Mapping) call.contexts().context("github").orElse(Value.Mapping.EMPTY),
                files);
    }

    /** @param place where it runs */
    static StepProgram of(StepCall call, Place place) throws IOException {
        call.job().folders().make(call.files());
        return new StepProgram(call, call.files(), place);
    }

    /** All of the program's environment; more may be put into it. */
    Map<String, String> environment() {
        return environment;
    }

    /**
     * Runs it to its end and takes over what it wrote.
     *
     * @param directory where it starts, in the words of its place
     */
    StepEnd run(List<String> argv, String directory) throws IOException, InterruptedException {
        StepOutput output = new StepOutput(
                call.number(),
                job.log(),
                call.effects(),
                job.matchers(),
                job.order().debug());
        int code = place.run(
                new Place.Command(argv, directory, environment),
                output,
                call.stop().asked(),
                call.stop().forced());
        output.close();
        Optional<FileCommands.Written> written = job.folders().takeBack(files);
        boolean applied = written.map(this::apply).orElse(true);
        boolean declared = written.isEmpty() || declare(written.get());
        if (call.stop().reason().isPresent()) {
            return call.stop().reason().get();
        }
        if (code != 0) {
            job.log().error(call.number(), "Process completed with exit code " + code + ".");
            sayIfMemoryWasShort();
        }
        return code == 0 && applied && declared && !output.failed() ? StepEnd.DONE : StepEnd.FAILED;
    }

    private void sayIfMemoryWasShort() {
        if (job.processes().ranOutOfMemory()) {
            job.host()
                    .limits()
                    .memoryBytes()
                    .ifPresent(most -> job.log()
                            .error(
                                    call.number(),
                                    "A process was killed because the job used more memory than the " + (most >> 20)
                                            + " MiB that --job-memory allows."));
        }
    }

    /** Takes over what the step says to have made; false when a line of it was wrong, which fails the step. */
    private boolean declare(FileCommands.Written written) throws IOException, InterruptedException {
        if (written.artifacts().isEmpty()) {
            return true;
        }
        try {
            String said = job.folders()
                    .artifacts()
                    .declare(
                            written.artifacts(),
                            new ArtifactFiles(
                                    job.reach(), job.workspace().work(), file -> place.file(file.toString())));
            if (!said.isEmpty()) {
                job.log().say(call.number(), said);
            }
            return true;
        } catch (Problem problem) {
            job.log()
                    .error(
                            call.number(),
                            "Unable to process file command 'artifacts' successfully: " + problem.message());
            return false;
        }
    }

    /** Takes over what the step wrote into its files; false when one of them was wrong, which fails the step. */
    private boolean apply(FileCommands.Written written) {
        int number = call.number();
        written.environment().forEach((name, value) -> {
            if (JobEnvironment.isBlocked(name)) {
                job.log().error(number, "Can't store " + name + " output parameter using '$GITHUB_ENV' command.");
            } else {
                call.effects().job().set(name, value);
            }
        });
        written.path().forEach(call.effects().job()::addPath);
        call.effects().outputs().putAll(written.outputs());
        call.effects().state().putAll(written.state());
        if (!written.summary().isEmpty()) {
            job.summarize(written.summary().stripTrailing());
        }
        written.complaints().forEach(error -> job.log().error(number, error));
        written.errors().forEach(error -> job.log().error(number, error));
        return written.errors().isEmpty();
    }
}
