package dev.slipway.runner.action;

import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code actions/setup-java}, {@code setup-node} and {@code setup-python}: Slipway downloads no tools; it finds a suitable
 * one on the host and puts it in front of the search path, or says what to install.
 */
final class SetupToolAction implements NativeAction {

    private static final long LARGEST_FILE = 64 * 1024;

    private final Toolchain toolchain;

    SetupToolAction(Toolchain toolchain) {
        this.toolchain = toolchain;
    }

    @Override
    public boolean offersHostTools() {
        return true;
    }

    @Override
    public List<String> inputs() {
        return toolchain.inputs();
    }

    @Override
    public ActionResult run(ActionCall call) throws IOException, InterruptedException {
        toolchain.refused().forEach(name -> call.refuse(name, "do this in a run step"));
        List<Tool> tools = toolchain.installed(call);
        List<String> wanted = wanted(call);
        Optional<Tool> last = Optional.empty();
        for (String range : wanted) {
            Tool tool = Tool.newest(tools, VersionRange.of(range)).orElseThrow(() -> missing(range, tools));
            call.say("Found " + toolchain.word() + " " + tool.version() + " in " + tool.home());
            toolchain.activate(tool, call);
            last = Optional.of(tool);
        }
        Optional<ActionResult> kept = packages(call, last);
        Map<String, String> outputs = new HashMap<>(PackageCache.outputs(kept));
        last.ifPresent(tool -> outputs.putAll(outputs(tool)));
        return new ActionResult(outputs, kept.flatMap(ActionResult::post));
    }

    /** What the step wants to be kept for later jobs; where the home folder stays, nothing has to be. */
    private Optional<ActionResult> packages(ActionCall call, Optional<Tool> tool)
            throws IOException, InterruptedException {
        Optional<String> manager = call.input("cache");
        if (manager.isEmpty()) {
            return Optional.empty();
        }
        PackageCache cache = PackageCache.of(toolchain, manager.get());
        if (call.workspace().owner().isEmpty()) {
            call.say("`cache` needs nothing: packages in the home folder stay on this host");
            return Optional.empty();
        }
        String version = tool.map(found -> found.version().toString()).orElse("");
        return Optional.of(cache.keep(call, version));
    }

    private Map<String, String> outputs(Tool tool) {
        return Map.of(
                "version",
                tool.version().toString(),
                toolchain.word() + "-version",
                tool.version().toString(),
                toolchain.word() + "-path",
                tool.program().toString(),
                "path",
                tool.home().toString());
    }

    private List<String> wanted(ActionCall call) throws IOException, InterruptedException {
        Optional<String> text = call.input(toolchain.word() + "-version");
        if (text.isEmpty() && call.input(toolchain.word() + "-version-file").isPresent()) {
            Path file = call.file(call.require(toolchain.word() + "-version-file"));
            text = Optional.of(fromFile(call, file));
        }
        List<String> versions = new ArrayList<>();
        text.orElse("*")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .forEach(versions::add);
        return versions;
    }

    /** Understands files that hold a version and nothing else, and {@code .tool-versions}. */
    private String fromFile(ActionCall call, Path file) throws IOException, InterruptedException {
        Optional<String> text = call.reach().text(file, LARGEST_FILE);
        if (text.isEmpty()) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "no-version-file",
                    "The specified version file at: " + file + " does not exist",
                    "check out the repository first, and check the path");
        }
        List<String> lines = text.get()
                .lines()
                .map(String::strip)
                .filter(line -> !line.startsWith("#"))
                .toList();
        return lines.stream()
                .filter(line -> line.startsWith(toolchain.word()) || line.startsWith(toolchain.word() + "js"))
                .map(line -> line.replaceFirst("^\\S+\\s+", ""))
                .findFirst()
                .or(() -> lines.stream()
                        .filter(line -> ToolVersion.parse(line).isPresent())
                        .findFirst())
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.INVALID,
                        "bad-version-file",
                        "no version of " + toolchain.word() + " can be read from " + file.getFileName(),
                        "write `" + toolchain.word() + "-version` into the workflow"));
    }

    private Problem missing(String range, List<Tool> tools) {
        List<String> versions = tools.stream()
                .map(tool -> tool.version().toString())
                .distinct()
                .sorted()
                .toList();
        return Problem.of(
                Problem.Kind.UNAVAILABLE,
                "tool-not-installed",
                toolchain.word() + " " + range + " is not installed on this host, which has "
                        + (versions.isEmpty() ? "none" : String.join(", ", versions)),
                toolchain.advice());
    }
}
