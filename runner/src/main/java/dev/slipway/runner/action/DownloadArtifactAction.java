package dev.slipway.runner.action;

import dev.slipway.kernel.Glob;
import dev.slipway.kernel.Problem;
import dev.slipway.runner.artifact.Artifact;
import dev.slipway.runner.file.ExtractLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code actions/download-artifact}: artifacts of this run, into the workspace. */
final class DownloadArtifactAction implements NativeAction {

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
        call.refuse("artifact-ids", "name the artifact instead");
        call.refuse("skip-decompress", "leave it out: artifacts are unpacked");
        call.input("run-id")
                .filter(run -> !run.equals(call.facts().run()))
                .ifPresent(_ -> call.refuse("run-id", "only artifacts of the same run can be downloaded"));
        Path target = call.workspace()
                .work()
                .resolve(call.input("path")
                        .orElse(".")
                        .replaceFirst("^~", call.home().toString()));
        List<Artifact> wanted = wanted(call);
        boolean own = call.input("name").isEmpty() && !call.flag("merge-multiple", false);
        for (Artifact artifact : wanted) {
            Path folder = own ? target.resolve(artifact.name()) : target;
            long files = call.reach().unzip(archive(call, artifact), folder, ExtractLimits.USUAL);
            call.say("Artifact " + artifact.name() + ": " + files + " files, " + artifact.digest());
        }
        call.say("Total of " + wanted.size() + " artifact(s) downloaded");
        return ActionResult.of(Map.of("download-path", target.normalize().toString()));
    }

    private static List<Artifact> wanted(ActionCall call) throws IOException {
        List<Artifact> all = call.stores().artifacts().list(call.facts().run());
        Optional<String> name = call.input("name");
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
                        "this run has " + all.stream().map(Artifact::name).toList()
                                + "; does this job need the job that uploads it?")));
    }

    private static Path archive(ActionCall call, Artifact artifact) {
        return call.stores()
                .artifacts()
                .archive(artifact)
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.NOT_FOUND,
                        "artifact-gone",
                        "the archive of artifact '" + artifact.name() + "' is no longer there",
                        "run the workflow again to make it anew"));
    }
}
