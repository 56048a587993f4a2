package dev.slipway.runner.action;

import dev.slipway.kernel.Glob;
import dev.slipway.kernel.Problem;
import dev.slipway.runner.artifact.Artifact;
import dev.slipway.runner.file.ExtractLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code actions/download-artifact}: artifacts of this run, of another run of the project, or of a project that lets this
 * one read it, into the workspace.
 */
final class DownloadArtifactAction implements NativeAction {

    private static final Pattern EARLY = Pattern.compile("v[1-4](\\..*)?");

    @Override
    public List<String> inputs() {
        return List.of(
                "name",
                "artifact-ids",
                "path",
                "pattern",
                "merge-multiple",
                "github-token",
                "repository",
                "run-id",
                "skip-decompress",
                "digest-mismatch");
    }

    @Override
    public ActionResult run(ActionCall call) throws IOException, InterruptedException {
        Path target = call.file(call.input("path").orElse("."));
        List<Artifact> wanted = wanted(call, call.stores().artifacts().list(maker(call)));
        boolean own = ownFolders(call, wanted);
        for (Artifact artifact : wanted) {
            bring(call, artifact, own ? target.resolve(artifact.name()) : target);
        }
        call.say("Total of " + wanted.size() + " artifact(s) downloaded");
        return ActionResult.of(Map.of("download-path", target.toString()));
    }

    /** From its version 5 on the action puts the only artifact that it finds into the path itself. */
    private static boolean ownFolders(ActionCall call, List<Artifact> wanted) {
        boolean together = call.input("name").isPresent() || call.flag("merge-multiple", false);
        return !together && (wanted.size() != 1 || EARLY.matcher(call.version()).matches());
    }

    private static void bring(ActionCall call, Artifact artifact, Path folder)
            throws IOException, InterruptedException {
        Path content = content(call, artifact);
        if (artifact.isArchive() && !call.flag("skip-decompress", false)) {
            long files = call.reach().unzip(content, folder, ExtractLimits.USUAL);
            call.say("Artifact " + artifact.name() + ": " + files + " files, " + artifact.digest());
        } else {
            call.reach().put(content, folder, artifact.fileName());
            call.say("Artifact " + artifact.name() + ": the file " + artifact.fileName() + ", " + artifact.digest());
        }
    }

    /** The run whose artifacts are wanted. */
    private static String maker(ActionCall call) {
        Optional<String> number = call.input("run-id");
        Optional<OtherProjects.Found> other = call.other(OtherProjects.Part.ARTIFACTS);
        if (number.isEmpty() && other.isEmpty()) {
            return call.facts().run();
        }
        String project =
                other.map(OtherProjects.Found::project).orElse(call.facts().project());
        String run = number.orElseGet(() -> call.require("run-id"));
        return call.stores()
                .runs()
                .find(project, run)
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.NOT_FOUND,
                        "no-such-run",
                        "the project " + project + " has no run '" + run + "'",
                        "run-id is the github.run_id of one of its runs"));
    }

    private static List<Artifact> wanted(ActionCall call, List<Artifact> all) {
        Optional<String> name = call.input("name");
        Optional<String> ids = call.input("artifact-ids");
        if (ids.isPresent()) {
            return ofIds(call, ids.get(), all);
        }
        if (name.isEmpty()) {
            Glob pattern = Glob.of(call.input("pattern").orElse("*"));
            return all.stream()
                    .filter(artifact -> pattern.matches(artifact.name()))
                    .toList();
        }
        return List.of(all.stream()
                .filter(artifact -> artifact.name().equals(name.get()))
                .findFirst()
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.NOT_FOUND,
                        "no-such-artifact",
                        "Unable to download artifact(s): Artifact not found for name: " + name.get(),
                        "the run has " + all.stream().map(Artifact::name).toList()
                                + "; does this job need the job that uploads it?")));
    }

    private static List<Artifact> ofIds(ActionCall call, String text, List<Artifact> all) {
        if (call.input("name").isPresent()) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-input",
                    "Inputs 'name' and 'artifact-ids' cannot be used together. Please specify only one.",
                    "leave one of them out");
        }
        List<String> ids = Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(id -> !id.isEmpty())
                .toList();
        List<Artifact> found = all.stream()
                .filter(artifact -> ids.contains(Long.toString(artifact.id())))
                .toList();
        if (found.isEmpty()) {
            throw Problem.of(
                    Problem.Kind.NOT_FOUND,
                    "no-such-artifact",
                    "None of the provided artifact IDs were found",
                    "does this job need the job that uploads them?");
        }
        List<String> missing = new ArrayList<>(ids);
        found.forEach(artifact -> missing.remove(Long.toString(artifact.id())));
        if (!missing.isEmpty()) {
            call.warn("Could not find the following artifact IDs: " + String.join(", ", missing));
        }
        return found;
    }

    private static Path content(ActionCall call, Artifact artifact) {
        return call.stores()
                .artifacts()
                .content(artifact)
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.NOT_FOUND,
                        "artifact-gone",
                        "the content of artifact '" + artifact.name() + "' is no longer there",
                        "run the workflow again to make it anew"));
    }
}
