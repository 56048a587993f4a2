package dev.slipway.actions.event;

import dev.slipway.actions.expression.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Something that happened to a repository.
 *
 * @param name such as {@code push}
 * @param action activity of the event such as {@code opened}, where it has one
 * @param ref full, such as {@code refs/heads/main}; for a pull request {@code refs/pull/7/merge}
 * @param sha commit that a run checks out
 * @param before commit before a push
 * @param baseRef short name of the branch that a pull request goes to
 * @param headRef short name of the branch that a pull request comes from
 * @param changedPaths relative to the root; absent where they are not known, and path filters then let it pass
 * @param payload what workflows see as {@code github.event}
 * @param inputs as given to a workflow_dispatch
 */
public record Event(
        String name,
        Optional<String> action,
        String ref,
        String sha,
        Optional<String> before,
        Optional<String> baseRef,
        Optional<String> headRef,
        String actor,
        Optional<List<String>> changedPaths,
        Value.Mapping payload,
        Map<String, String> inputs) {

    private static final String BRANCH = "refs/heads/";
    private static final String TAG = "refs/tags/";

    public Event {
        changedPaths = changedPaths.map(List::copyOf);
        inputs = Map.copyOf(inputs);
    }

    /** A push; the payload and inputs are empty. */
    public static Event push(String ref, String sha, String before, String actor, List<String> changedPaths) {
        return new Event(
                "push",
                Optional.empty(),
                ref,
                sha,
                Optional.of(before),
                Optional.empty(),
                Optional.empty(),
                actor,
                Optional.of(changedPaths),
                Value.Mapping.EMPTY,
                Map.of());
    }

    /** Somebody starts a workflow by hand. */
    public static Event dispatch(String ref, String sha, String actor, Map<String, String> inputs) {
        return new Event(
                "workflow_dispatch",
                Optional.empty(),
                ref,
                sha,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                actor,
                Optional.empty(),
                Value.of(Map.of("inputs", Value.Mapping.ofTexts(inputs))),
                inputs);
    }

    /** The time of a schedule has come. */
    public static Event schedule(String ref, String sha, String actor, String cron) {
        return new Event(
                "schedule",
                Optional.empty(),
                ref,
                sha,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                actor,
                Optional.empty(),
                Value.of(Map.of("schedule", Value.of(cron))),
                Map.of());
    }

    /** The branch's name, where the ref is a branch. */
    public Optional<String> branch() {
        return ref.startsWith(BRANCH) ? Optional.of(ref.substring(BRANCH.length())) : Optional.empty();
    }

    /** The tag's name, where the ref is a tag. */
    public Optional<String> tag() {
        return ref.startsWith(TAG) ? Optional.of(ref.substring(TAG.length())) : Optional.empty();
    }

    /** As {@code github.ref_name}: without {@code refs/heads/}, {@code refs/tags/} or {@code refs/pull/}. */
    public String refName() {
        return branch().or(this::tag)
                .orElseGet(() -> ref.startsWith("refs/pull/") ? ref.substring("refs/pull/".length()) : ref);
    }
}
