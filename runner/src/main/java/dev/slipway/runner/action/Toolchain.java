package dev.slipway.runner.action;

import dev.slipway.runner.file.JobReach;
import dev.slipway.runner.host.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The tools that setup actions know: where they lie on hosts, and what makes one the job's own. */
enum Toolchain {
    /** A JDK. */
    JAVA,
    /** Node.js. */
    NODE,
    /** Python. */
    PYTHON;

    private static final long LARGEST_FILE = 64 * 1024;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What to do when no version fits. */
    String advice() {
        return switch (this) {
            case JAVA ->
                "install it, for example with `apt-get install openjdk-21-jdk-headless`, or unpack it below /usr/lib/jvm";
            case NODE -> "install it, for example with `nvm install`, or unpack it below /opt";
            case PYTHON -> "install it, for example with `apt-get install python3` or `pyenv install`";
        };
    }

    /** Inputs that ask for something Slipway does not do. */
    List<String> refused() {
        return switch (this) {
            case JAVA -> List.of("jdkfile", "server-id", "gpg-private-key");
            case NODE -> List.of("registry-url", "scope", "mirror");
            case PYTHON -> List.of("pip-install", "freethreaded");
        };
    }

    /** Inputs that are known and change nothing here. */
    private List<String> harmless() {
        List<String> common = List.of("architecture", "check-latest", "token", "cache", "cache-dependency-path");
        List<String> own = switch (this) {
            case JAVA -> List.of("java-package", "distribution");
            case NODE -> List.of("package-manager-cache");
            case PYTHON -> List.of("update-environment");
        };
        return Stream.concat(common.stream(), own.stream()).toList();
    }

    List<String> inputs() {
        List<String> inputs = new ArrayList<>(List.of(word() + "-version", word() + "-version-file"));
        inputs.addAll(harmless());
        inputs.addAll(refused());
        return inputs;
    }

    List<Tool> installed(ActionCall call) throws IOException, InterruptedException {
        List<Tool> tools = new ArrayList<>();
        for (Path home : homes(call)) {
            inspect(home, call.reach()).ifPresent(tools::add);
        }
        return tools;
    }

    private Set<Path> homes(ActionCall call) throws IOException {
        Set<Path> homes = new LinkedHashSet<>();
        for (Path parent : parents(call)) {
            for (Path folder : Tool.foldersIn(parent)) {
                homes.add(folder);
                homes.add(folder.resolve(architecture()));
            }
        }
        homes.add(Path.of("/usr"));
        homes.add(Path.of("/usr/local"));
        Optional<Path> onPath = call.programs().find(this == PYTHON ? "python3" : word());
        if (onPath.isPresent()) {
            Path folder = onPath.get().toRealPath().getParent();
            Optional.ofNullable(folder).map(Path::getParent).ifPresent(homes::add);
        }
        return homes;
    }

    private List<Path> parents(ActionCall call) {
        Path home = call.here().apply(call.home());
        Path opt = Path.of("/opt");
        Path cache = call.workspace().toolCache();
        return switch (this) {
            case JAVA ->
                List.of(
                        Path.of("/usr/lib/jvm"),
                        opt,
                        opt.resolve("java"),
                        home.resolve(".sdkman/candidates/java"),
                        home.resolve(".jdks"),
                        cache.resolve("Java_jdk"));
            case NODE ->
                List.of(
                        home.resolve(".nvm/versions/node"),
                        opt,
                        Path.of("/usr/local/n/versions/node"),
                        home.resolve(".local/share/fnm/node-versions"),
                        cache.resolve("node"));
            case PYTHON -> List.of(home.resolve(".pyenv/versions"), opt, cache.resolve("Python"));
        };
    }

    private static String architecture() {
        return System.getProperty("os.arch", "").equals("aarch64") ? "arm64" : "x64";
    }

    private Optional<Tool> inspect(Path home, JobReach reach) throws IOException, InterruptedException {
        Path bin = home.resolve("bin");
        return switch (this) {
            case JAVA -> Files.isExecutable(bin.resolve("javac")) ? java(home, reach) : Optional.empty();
            case NODE -> asked(home, bin.resolve("node"), reach);
            case PYTHON -> asked(home, bin.resolve("python3"), reach);
        };
    }

    private static Optional<Tool> java(Path home, JobReach reach) throws IOException, InterruptedException {
        return reach.text(home.resolve("release"), LARGEST_FILE).stream()
                .flatMap(String::lines)
                .filter(line -> line.startsWith("JAVA_VERSION="))
                .map(line -> line.substring("JAVA_VERSION=".length())
                        .replace("\"", "")
                        .replaceFirst("^1\\.", ""))
                .flatMap(text -> ToolVersion.parse(text.replace('_', '.')).stream())
                .map(version -> new Tool(version, home, home.resolve("bin/java")))
                .findFirst();
    }

    private static Optional<Tool> asked(Path home, Path program, JobReach reach)
            throws IOException, InterruptedException {
        return Files.isExecutable(program)
                ? ToolVersion.parse(reach.ask(List.of(program.toString(), "--version"))
                                .replaceFirst("^Python ", ""))
                        .map(version -> new Tool(version, home, program))
                : Optional.empty();
    }

    /** Makes the tool the one that later steps find. */
    void activate(Tool tool, ActionCall call) throws IOException, InterruptedException {
        switch (this) {
            case JAVA -> {
                call.effects().job().set("JAVA_HOME", tool.home().toString());
                call.effects()
                        .job()
                        .set(
                                "JAVA_HOME_" + tool.version().number(0) + "_"
                                        + architecture().toUpperCase(Locale.ROOT),
                                tool.home().toString());
                call.effects().job().addPath(tool.home().resolve("bin").toString());
            }
            case NODE -> call.effects().job().addPath(tool.home().resolve("bin").toString());
            case PYTHON -> {
                call.effects().job().set("pythonLocation", tool.home().toString());
                call.effects().job().addPath(python(tool, call).toString());
            }
        }
    }

    /** Many hosts have a python3 without a python; workflows say either. */
    private static Path python(Tool tool, ActionCall call) throws IOException, InterruptedException {
        Path bin = tool.home().resolve("bin");
        if (new Programs(bin.toString()).find("python").isPresent()) {
            return bin;
        }
        Path links = call.workspace().temp().resolve("python-" + tool.version());
        Path made = call.reach().prepare(links);
        Files.createSymbolicLink(made.resolve("python"), tool.program());
        Files.createSymbolicLink(made.resolve("python3"), tool.program());
        call.reach().settle(made, links);
        return links;
    }
}
