package dev.slipway.server.local;

import dev.slipway.kernel.Json;
import dev.slipway.runner.host.Programs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One workflow of the samples, and what act's own table of tests (runner_test.go) says of it.
 *
 * @param name its folder
 * @param mirror clones of actions as owner/repository, where there are some
 */
record ActSample(Path samples, Path file, String name, String text, Optional<Path> mirror) {

    private static final Pattern USES = Pattern.compile("(?m)^[\\s-]*uses:\\s*['\"]?([^'\"\\s#]+)");
    private static final Pattern OWN_FILE =
            Pattern.compile("(?m)^\\s*(?:main|pre|post|image):\\s*['\"]?(?!docker://)([^'\"\\s]+)");
    private static final Pattern CONTAINERS = Pattern.compile("(?m)^\\s+(container|services):|docker://");

    /** What act's table expects to fail, and one that fails wherever the variable ACT is not set as act itself does. */
    private static final Set<String> MEANT_TO_FAIL = Set.of(
            "fail",
            "action-cache-v2-fetch-failure-is-job-error",
            "uses-composite-with-error",
            "ensure-post-steps",
            "no-panic-on-invalid-composite-action",
            "if-env-act",
            "uses-and-run-in-one-step",
            "job-nil-step",
            "uses-github-noref",
            "uses-github-short-sha");

    /** What act takes and GitHub does not, with GitHub's words. */
    private static final Map<String, String> REFUSED_BY_GITHUB = Map.of(
            "input-from-cli/input.yml", "there is no input 'SOME_INPUT'",
            "uses-workflow/local-workflow.yml", "Invalid secret, secret is not defined in the referenced workflow.",
            "uses-workflow/push.yml", "Invalid secret, secret is not defined in the referenced workflow.",
            "uses-composite-with-inputs/push.yml", "Unrecognized named-value: 'inputs'",
            "workflow_call_inputs/workflow_call_inputs.yml", "Required property is missing: type",
            "uses-composite-with-pre-and-post-steps/push.yml", "Did you forget to run actions/checkout");

    private static final Map<String, String> EVENTS = Map.of(
            "workflow_dispatch", "workflow_dispatch",
            "workflow_dispatch-scalar", "workflow_dispatch",
            "workflow_dispatch-scalar-composite-action", "workflow_dispatch",
            "input-from-cli", "workflow_dispatch",
            "uses-workflow-defaults", "workflow_dispatch",
            "workflow_call_inputs", "workflow_call");

    /** From the event files beside the samples, which are not among them. */
    private static final Map<String, Map<String, String>> INPUTS = Map.of(
            "workflow_dispatch", Map.of("required", "required input", "boolean", "true"),
            "input-from-cli", Map.of("NAME", "a name", "SOME_VALUE", "a value", "SOME_INPUT", "given"));

    private static final Map<String, String> SKIPPED = Map.of(
            "issue-122", "it clones another repository",
            "node", "it wants a node of 2019 and a package registry",
            "mysql-service-container-with-health-check", "it needs the image of a whole MySQL",
            "services-with-container", "it installs packages over the network",
            "services-host-network", "it installs packages over the network");

    static ActSample of(Path samples, Path file, Optional<Path> mirror) throws IOException {
        String name = samples.relativize(file.getParent()).toString();
        return new ActSample(samples, file, name, Files.readString(file), mirror);
    }

    String path() {
        return samples.relativize(file).toString();
    }

    String event() {
        String usual = path().equals("uses-workflow/local-workflow.yml") ? "pull_request" : "push";
        return EVENTS.getOrDefault(name, usual);
    }

    Map<String, String> inputs() {
        return INPUTS.getOrDefault(name, Map.of());
    }

    String expected() {
        return MEANT_TO_FAIL.contains(name) ? "failure" : "success";
    }

    Optional<String> refusal() {
        return Optional.ofNullable(REFUSED_BY_GITHUB.get(path()));
    }

    /** The workflow, with the variables that act's option for a file of them gives to all of its jobs. */
    String whole() throws IOException {
        Path variables = file.resolveSibling(".env");
        if (Files.notExists(variables)) {
            return text;
        }
        return text + "\nenv: " + Json.write(DotEnv.read(Optional.of(variables))) + "\n";
    }

    /** What {@code slipway run} is called with. */
    List<String> arguments() {
        Stream<String> fixed = Stream.of("--actions-url=none", "--folder=" + samples);
        Stream<String> secrets = Stream.of(file.resolveSibling(".secrets"))
                .filter(Files::exists)
                .map(secretFile -> "--secret-file=" + secretFile);
        Stream<String> clones = mirror.stream().map(folder -> "--actions-mirror=" + folder);
        return Stream.of(fixed, secrets, clones).flatMap(words -> words).toList();
    }

    /** Why it cannot run here. */
    Optional<String> lacking() throws IOException {
        if (SKIPPED.containsKey(name)) {
            return Optional.ofNullable(SKIPPED.get(name));
        } else if (text.contains("windows")) {
            return Optional.of("it needs Windows");
        } else if (text.contains("pwsh")
                && new Programs(System.getenv("PATH")).find("pwsh").isEmpty()) {
            return Optional.of("there is no pwsh on this host");
        } else if (!name.startsWith("shells/")
                && needsEngine()
                && ActImages.lacking().isPresent()) {
            return ActImages.lacking();
        }
        Optional<String> reason = remote(text);
        for (Path action : actions()) {
            String words = Files.readString(action);
            reason = reason.or(() -> remote(words))
                    .or(() -> refusal().isEmpty() ? leftOut(action, words) : Optional.empty());
        }
        return reason;
    }

    boolean needsEngine() throws IOException {
        boolean needed = CONTAINERS.matcher(text).find() || name.contains("docker");
        for (Path action : actions()) {
            needed |= Files.readString(action).contains("docker");
        }
        return needed;
    }

    /** The files of the local actions that it uses or brings. */
    private List<Path> actions() {
        Stream<Path> used = USES.matcher(text)
                .results()
                .map(found -> found.group(1))
                .filter(uses -> uses.startsWith("./"))
                .map(uses -> samples.resolve(uses).normalize())
                .filter(folder -> !folder.equals(samples));
        return Stream.concat(used, Stream.of(file.getParent()))
                .flatMap(folder -> walk(folder).stream())
                .filter(path -> path.getFileName().toString().matches("action\\.ya?ml"))
                .distinct()
                .toList();
    }

    private static List<Path> walk(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<String> remote(String words) {
        if (expected().equals("failure") && !name.startsWith("no-panic")) {
            return Optional.empty();
        }
        return USES.matcher(words)
                .results()
                .map(found -> found.group(1))
                .filter(uses -> uses.contains("@") && !uses.startsWith("./"))
                .filter(uses -> !uses.startsWith("actions/checkout@") && !isMirrored(uses))
                .findFirst()
                .map(uses -> "it needs the network: " + uses);
    }

    private boolean isMirrored(String uses) {
        Matcher repository = Pattern.compile("^[^/@]+/[^/@]+").matcher(uses);
        return mirror.isPresent()
                && repository.find()
                && Files.isDirectory(mirror.get().resolve(repository.group()));
    }

    private static Optional<String> leftOut(Path action, String words) {
        return OWN_FILE.matcher(words)
                .results()
                .map(found -> found.group(1))
                .filter(own -> Files.notExists(action.resolveSibling(own).normalize()))
                .findFirst()
                .map(own -> "a file of its action is not among the samples: " + own);
    }
}
