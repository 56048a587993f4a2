package dev.slipway.store.run;

import dev.slipway.actions.run.RunState;
import dev.slipway.kernel.Finding;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a workflow.
 *
 * @param number counts the runs of one workflow file in one project, from 1
 * @param workflow name, as people see it
 * @param file path of the workflow in the repository
 * @param event such as {@code push}
 * @param ref full ref
 * @param commit full hash
 * @param version counts the writes, so that nobody overwrites what they have not seen
 * @param group lower-case concurrency group, or null
 * @param reason why it is in this state, when there is more to say
 * @param eventJson what started it, enough to plan it again
 * @param findings about the workflow's file
 * @param attempt 1 for the first; running it again makes another run of the same number with the next attempt
 * @param rerunOf id of the run that this one repeats, or null for the first attempt
 * @param askedBy who asked for this attempt: the actor, or whoever had it run again
 * @param serial the number that workflows know it by, see {@link RunSerials}; all attempts have the same
 */
public record Run(
        String id,
        String project,
        long number,
        String workflow,
        String file,
        String event,
        String ref,
        String commit,
        String actor,
        RunState state,
        long version,
        @Nullable String group,
        String reason,
        String eventJson,
        List<Finding> findings,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        long attempt,
        @Nullable String rerunOf,
        String askedBy,
        long serial) {

    public Run {
        findings = List.copyOf(findings);
    }

    /** The next version in another state; entering a state that is not the first starts it, the given end finishes it. */
    public Run in(RunState next, String why, Instant at, boolean ends) {
        Instant started = startedAt == null ? at : startedAt;
        return new Run(
                id,
                project,
                number,
                workflow,
                file,
                event,
                ref,
                commit,
                actor,
                next,
                version + 1,
                group,
                why,
                eventJson,
                findings,
                createdAt,
                started,
                ends ? at : finishedAt,
                attempt,
                rerunOf,
                askedBy,
                serial);
    }

    /** The same with more kept of its event; no transition. */
    public Run keeping(String event) {
        return new Run(
                id,
                project,
                number,
                workflow,
                file,
                this.event,
                ref,
                commit,
                actor,
                state,
                version,
                group,
                reason,
                event,
                findings,
                createdAt,
                startedAt,
                finishedAt,
                attempt,
                rerunOf,
                askedBy,
                serial);
    }

    /**
     * The same once more, from its beginning.
     *
     * @param newId of the new attempt
     * @param initial the state that runs begin in
     * @param who asks for it
     */
    public Run again(String newId, long newAttempt, RunState initial, Instant at, String who) {
        return new Run(
                newId,
                project,
                number,
                workflow,
                file,
                event,
                ref,
                commit,
                actor,
                initial,
                0,
                group,
                "",
                eventJson,
                findings,
                at,
                null,
                null,
                newAttempt,
                id,
                who,
                serial);
    }
}
