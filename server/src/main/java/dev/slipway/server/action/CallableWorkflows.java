package dev.slipway.server.action;

import dev.slipway.actions.workflow.ActionReference;
import dev.slipway.actions.workflow.CalledWorkflows;
import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The workflows that those of one commit may call: the commit's own, and those of other repositories. What was read of
 * other repositories is noted, so that the same run can be planned again from the same texts when a version has moved.
 */
public final class CallableWorkflows implements CalledWorkflows {

    private static final Pattern WORKFLOW = Pattern.compile("\\.github/workflows/[^/]+\\.ya?ml");
    private static final Pattern LOCAL = Pattern.compile("[.$]/");

    private final Map<String, String> files;
    private final Remote remote;
    private final Map<String, String> noted = new TreeMap<>();

    /** @param files the workflows of the commit, text by path */
    public CallableWorkflows(Map<String, String> files, Remote remote) {
        this.files = Map.copyOf(files);
        this.remote = remote;
    }

    /** Reads workflows of other repositories. */
    @FunctionalInterface
    public interface Remote {

        /** Leaves all calls of other repositories as they are. */
        Remote LATER = _ -> Optional.empty();

        /**
         * @return absent to leave the call as it is
         * @throws Problem when the workflow should be there but is not
         */
        Optional<String> text(ActionReference.Repository workflow);

        /** Those that were noted at an earlier time; others are missing. */
        static Remote noted(Map<String, String> texts) {
            return workflow -> Optional.of(Optional.ofNullable(texts.get(workflow.toString()))
                    .orElseThrow(() -> missing(workflow.toString())));
        }

        /** Those that can be fetched. */
        static Remote fetched(ProjectActions actions) {
            return workflow -> {
                try {
                    Path root = actions.fetch(workflow)
                            .orElseThrow(() -> missing(workflow.toString()))
                            .toRealPath();
                    Path file = root.resolve(workflow.path());
                    if (!Files.isRegularFile(file) || !file.toRealPath().startsWith(root)) {
                        throw missing(workflow.toString());
                    }
                    return Optional.of(Files.readString(file));
                } catch (IOException e) {
                    throw new UncheckedIOException("the workflow " + workflow + " cannot be read", e);
                }
            };
        }
    }

    @Override
    public Optional<Called> find(String caller, String reference) {
        Optional<ActionReference.Repository> from = repository(caller);
        if (!LOCAL.matcher(reference).lookingAt()) {
            return ofOther(repository(reference).orElseThrow(() -> malformed(reference)));
        }
        String path = reference.substring(2);
        if (!WORKFLOW.matcher(path).matches()) {
            throw malformed(reference);
        }
        if (from.isPresent()) {
            return ofOther(besides(from.get(), path));
        }
        String text = Optional.ofNullable(files.get(path)).orElseThrow(() -> missing(reference));
        return Optional.of(new Called(path, text));
    }

    /**
     * The workflow of another repository that a call means.
     *
     * @param home reference by which the caller itself was called; absent for one of the commit
     * @return absent for a call of the commit's own workflows, and for what is no call of a workflow
     */
    public static Optional<ActionReference.Repository> ofOther(
            Optional<ActionReference.Repository> home, String reference) {
        return LOCAL.matcher(reference).lookingAt()
                ? home.map(from -> besides(from, reference.substring(2)))
                : repository(reference)
                        .filter(workflow -> WORKFLOW.matcher(workflow.path()).matches());
    }

    private static ActionReference.Repository besides(ActionReference.Repository home, String path) {
        return new ActionReference.Repository(home.owner(), home.repository(), path, home.ref());
    }

    private Optional<Called> ofOther(ActionReference.Repository workflow) {
        if (!WORKFLOW.matcher(workflow.path()).matches()) {
            throw malformed(workflow.toString());
        }
        Optional<String> text = remote.text(workflow);
        text.ifPresent(found -> noted.put(workflow.toString(), found));
        return text.map(found -> new Called(workflow.toString(), found));
    }

    /** The texts of other repositories that were read, by their references. */
    public Map<String, String> noted() {
        return Map.copyOf(noted);
    }

    private static Optional<ActionReference.Repository> repository(String reference) {
        return ActionReference.parse(reference)
                .filter(ActionReference.Repository.class::isInstance)
                .map(ActionReference.Repository.class::cast);
    }

    private static Problem missing(String reference) {
        return Problem.of(
                Problem.Kind.NOT_FOUND,
                "no-called-workflow",
                "the workflow '" + reference + "' was not found",
                "is the file in the commit that calls it, or in the repository at the version that is named?");
    }

    private static Problem malformed(String reference) {
        return Problem.of(
                Problem.Kind.INVALID,
                "bad-call",
                "'" + reference + "' names no workflow",
                "write ./.github/workflows/file.yml, or owner/repository/.github/workflows/file.yml@ref");
    }
}
