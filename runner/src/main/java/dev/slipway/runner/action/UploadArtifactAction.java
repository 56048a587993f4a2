package dev.slipway.runner.action;

import dev.slipway.kernel.Problem;
import dev.slipway.runner.artifact.Artifact;
import dev.slipway.runner.artifact.ArtifactStore;
import dev.slipway.runner.file.FilePatterns;
import dev.slipway.runner.file.FileSearch;
import dev.slipway.runner.file.ZipWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** {@code actions/upload-artifact}: keeps files of the workspace, or one as it is, as an artifact of the run. */
final class UploadArtifactAction implements NativeAction {

    private static final int USUAL_LEVEL = 6;

    @Override
    public List<String> inputs() {
        return List.of(
                "name",
                "path",
                "if-no-files-found",
                "retention-days",
                "compression-level",
                "overwrite",
                "include-hidden-files",
                "archive");
    }

    @Override
    public ActionResult run(ActionCall call) throws IOException, InterruptedException {
        FilePatterns patterns = call.patterns(call.require("path"));
        FileSearch search = new FileSearch(FileSearch.Links.FOLLOWED, call.flag("include-hidden-files", false));
        List<Path> files = call.reach().find(search, patterns);
        if (files.isEmpty()) {
            return nothing(call);
        }
        Artifact artifact = call.flag("archive", true) ? archive(call, patterns, files) : single(call, files);
        call.say("Artifact " + artifact.name() + " has " + files.size()
                + (files.size() == 1 ? " file and " : " files and ") + artifact.sizeBytes() + " bytes: "
                + artifact.digest());
        String id = Long.toString(artifact.id());
        Map<String, String> outputs = new LinkedHashMap<>();
        outputs.put("artifact-id", id);
        outputs.put("artifact-digest", artifact.digest().hex());
        call.page().ifPresent(page -> outputs.put("artifact-url", page + "/artifacts/" + id));
        return ActionResult.of(outputs);
    }

    private static Artifact archive(ActionCall call, FilePatterns patterns, List<Path> files)
            throws IOException, InterruptedException {
        Path archive = Files.createTempFile(call.workspace().commands(), "artifact-", ".zip");
        ZipWriter.write(call.reach(), files, root(patterns, files), level(call), archive);
        return save(call, call.input("name").orElse("artifact"), archive, Artifact.ZIP);
    }

    /** One file as it is, under its own name. */
    private static Artifact single(ActionCall call, List<Path> files) throws IOException, InterruptedException {
        if (files.size() > 1) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-input",
                    "When 'archive' is set to false, only a single file can be uploaded. Found " + files.size()
                            + " files to upload.",
                    "leave out `archive: false`, or name one file");
        }
        Path file = files.getFirst();
        Path copy = Files.createTempFile(call.workspace().commands(), "artifact-", "");
        call.reach().feed(files, true, (_, content) -> Files.copy(content, copy, StandardCopyOption.REPLACE_EXISTING));
        String name = file.getFileName().toString();
        return save(call, name, copy, name.toLowerCase(Locale.ROOT).endsWith(".zip") ? Artifact.ZIP : Artifact.FILE);
    }

    private static Artifact save(ActionCall call, String name, Path file, String type) throws IOException {
        ArtifactStore.Terms terms = new ArtifactStore.Terms(call.flag("overwrite", false), keep(call), type);
        return call.stores().artifacts().save(call.facts().run(), name, file, terms);
    }

    /** As @actions/artifact reads it (retention.ts): 0 stands for the usual time, too much for the most. */
    private static Optional<Duration> keep(ActionCall call) {
        int days = call.number("retention-days", 0);
        long most = call.stores().artifacts().longest().toDays();
        if (days > most) {
            call.warn("Retention days cannot be greater than the maximum allowed retention set within the repository."
                    + " Using " + most + " instead.");
        }
        return Optional.of(Duration.ofDays(days)).filter(Duration::isPositive);
    }

    private static int level(ActionCall call) {
        int level = call.number("compression-level", USUAL_LEVEL);
        if (level > 9) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-input",
                    "the compression-level is " + level,
                    "write a number from 0 to 9");
        }
        return level;
    }

    private static ActionResult nothing(ActionCall call) {
        String message = "No files were found with the provided path: " + call.require("path")
                + ". No artifacts will be uploaded.";
        String behaviour = call.input("if-no-files-found").orElse("warn").toLowerCase(Locale.ROOT);
        switch (behaviour) {
            case "warn" -> call.warn(message);
            case "ignore" -> call.say(message);
            case "error" ->
                throw Problem.of(Problem.Kind.INVALID, "no-files-found", message, "check what the earlier steps made");
            default ->
                throw Problem.of(
                        Problem.Kind.INVALID,
                        "bad-input",
                        "Unrecognized if-no-files-found input. Provided: " + behaviour,
                        "write warn, error or ignore");
        }
        return ActionResult.of(Map.of());
    }

    /** What names in the archive are relative to, by the rules of actions/upload-artifact (its search.ts). */
    static Path root(FilePatterns patterns, List<Path> files) {
        List<Path> starts = patterns.searchPaths();
        if (starts.size() == 1) {
            Path start = starts.getFirst();
            return files.size() == 1 && files.getFirst().equals(start) ? parent(start) : start;
        }
        Path common = starts.getFirst();
        while (!below(common, starts)) {
            common = parent(common);
        }
        return starts.contains(common) && files.contains(common) ? parent(common) : common;
    }

    private static boolean below(Path folder, List<Path> paths) {
        return paths.stream().allMatch(path -> path.startsWith(folder));
    }

    private static Path parent(Path path) {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }
}
