package dev.slipway.runner.action;

import dev.slipway.kernel.Problem;
import dev.slipway.runner.artifact.ArtifactStore;
import dev.slipway.runner.cache.CacheScope;
import dev.slipway.runner.cache.CacheStore;
import dev.slipway.runner.command.StepEffects;
import dev.slipway.runner.file.FilePatterns;
import dev.slipway.runner.file.JobReach;
import dev.slipway.runner.host.JobWorkspace;
import dev.slipway.runner.host.Programs;
import dev.slipway.runner.log.JobLog;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One call of an action: what it was asked, and what it may use.
 *
 * @param step number of the calling step
 * @param version of the action that the workflow names: a tag, branch or commit
 * @param inputs by lower-case name
 * @param facts about the run
 * @param page address of the run's page; absent where no server shows one
 * @param workspace folders of the job
 * @param reach to the files of the job
 * @param programs on the job's search path
 * @param home folder of the user who runs the job, as the job calls it
 * @param here an absolute path of the job, on this host
 * @param effects on the job
 * @param log of the job
 * @param stores where code, artifacts and caches are
 */
public record ActionCall(
        int step,
        String version,
        Map<String, String> inputs,
        Facts facts,
        Optional<String> page,
        JobWorkspace workspace,
        JobReach reach,
        Programs programs,
        Path home,
        UnaryOperator<Path> here,
        StepEffects effects,
        JobLog log,
        Stores stores) {

    /**
     * What the run is about.
     *
     * @param run id, names its artifacts
     * @param repository as the workflow sees it
     * @param project as Slipway knows it
     * @param ref full ref
     * @param commit full hash
     * @param cache whose caches may be used
     */
    public record Facts(String run, String repository, String project, String ref, String commit, CacheScope cache) {}

    /** Where code, artifacts, other runs, caches, actions and other projects are. */
    public record Stores(
            SourceProvider source,
            ArtifactStore artifacts,
            RunNames runs,
            CacheStore caches,
            ActionSource actions,
            OtherProjects projects) {}

    /** The project that the input {@code repository} means, where that is not the run's own. */
    Optional<OtherProjects.Found> other(OtherProjects.Part part) {
        return input("repository")
                .filter(repository -> !repository.equalsIgnoreCase(facts.repository()))
                .map(repository -> stores.projects().find(repository, part));
    }

    /** The same call with other inputs, for an action that is a part of this one. */
    ActionCall asking(Map<String, String> others) {
        return new ActionCall(
                step, version, others, facts, page, workspace, reach, programs, home, here, effects, log, stores);
    }

    /** An input that is there and not blank. */
    public Optional<String> input(String name) {
        return Optional.ofNullable(inputs.get(name)).map(String::strip).filter(value -> !value.isEmpty());
    }

    String require(String name) {
        return input(name)
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.INVALID,
                        "missing-input",
                        "Input required and not supplied: " + name,
                        "add `" + name + ":` below `with:`"));
    }

    boolean flag(String name, boolean otherwise) {
        Optional<String> text = input(name).map(value -> value.toLowerCase(Locale.ROOT));
        return switch (text.orElse(Boolean.toString(otherwise))) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw Problem.of(
                        Problem.Kind.INVALID,
                        "bad-input",
                        "the input '" + name + "' is '" + text.orElse("") + "' instead of true or false",
                        "write true or false");
        };
    }

    int number(String name, int otherwise) {
        String text = input(name).orElse(Integer.toString(otherwise));
        if (!text.matches("\\d{1,9}")) {
            throw Problem.of(
                    Problem.Kind.INVALID, "bad-input", "the input '" + name + "' is '" + text + "'", "write a number");
        }
        return Integer.parseInt(text);
    }

    /** An input that Slipway understands but cannot fulfil is refused, never ignored. */
    void refuse(String name, String hint) {
        Optional<String> value = input(name).filter(text -> !text.equalsIgnoreCase("false"));
        if (value.isPresent()) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "unsupported-input",
                    "Slipway does not support the input '" + name + "'",
                    hint);
        }
    }

    /**
     * A file or folder of the job, on this host.
     *
     * @param text as the workflow names it: absolute, below the home, or from the workspace's root
     */
    Path file(String text) {
        Path file = Path.of(text.replaceFirst("^~(?=/|$)", home.toString()));
        return workspace.work().resolve(here.apply(file)).normalize();
    }

    FilePatterns patterns(String text) {
        return FilePatterns.of(text, workspace.work(), home, here);
    }

    void say(String text) {
        log.say(step, text);
    }

    void warn(String text) {
        log.warning(step, text);
    }
}
