package dev.slipway.store.run;

import dev.slipway.actions.run.JobState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One leg of a job, or a job whose legs are not known yet.
 *
 * @param position order in the run
 * @param legKey unique in the run
 * @param jobId as written in the workflow; in a workflow that is called, behind the keys of the calls
 * @param needs such ids of the jobs that come first
 * @param version counts the writes
 * @param attempt from 1; a leg that was interrupted starts again with the next
 * @param reason why it is in this state, when there is more to say
 * @param stepsJson list of steps, for people
 * @param annotationsJson list of annotations, for people
 * @param summary Markdown
 */
public record Job(
        String id,
        String run,
        long position,
        String legKey,
        String jobId,
        String name,
        List<String> needs,
        JobState state,
        long version,
        long attempt,
        String reason,
        Map<String, String> outputs,
        String stepsJson,
        String annotationsJson,
        String summary,
        boolean continueOnError,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {

    public Job {
        needs = List.copyOf(needs);
        outputs = Map.copyOf(outputs);
    }

    /** A job whose legs are not known yet. */
    public static Job blocked(
            String id, String run, long position, String jobId, String name, List<String> needs, Instant at) {
        return new Job(
                id,
                run,
                position,
                jobId,
                jobId,
                name,
                needs,
                JobState.BLOCKED,
                0,
                1,
                "",
                Map.of(),
                "[]",
                "[]",
                "",
                false,
                at,
                null,
                null);
    }

    /** The next version in another state. */
    public Job in(JobState next, String why, @Nullable Instant started, @Nullable Instant finished) {
        return new Job(
                id,
                run,
                position,
                legKey,
                jobId,
                name,
                needs,
                next,
                version + 1,
                attempt,
                why,
                outputs,
                stepsJson,
                annotationsJson,
                summary,
                continueOnError,
                createdAt,
                started,
                finished);
    }

    /** The same behind other jobs, before it is written. */
    public Job needing(List<String> others) {
        return new Job(
                id,
                run,
                position,
                legKey,
                jobId,
                name,
                others,
                state,
                version,
                attempt,
                reason,
                outputs,
                stepsJson,
                annotationsJson,
                summary,
                continueOnError,
                createdAt,
                startedAt,
                finishedAt);
    }

    /** The same as one leg of its job, before it is written. */
    public Job leg(String newId, long newPosition, String key, String title, boolean continues) {
        return new Job(
                newId,
                run,
                newPosition,
                key,
                jobId,
                title,
                needs,
                state,
                version,
                attempt,
                reason,
                outputs,
                stepsJson,
                annotationsJson,
                summary,
                continues,
                createdAt,
                startedAt,
                finishedAt);
    }

    /** The same with what a finished attempt brought. */
    public Job with(Map<String, String> newOutputs, String newSteps, String newAnnotations, String newSummary) {
        return new Job(
                id,
                run,
                position,
                legKey,
                jobId,
                name,
                needs,
                state,
                version,
                attempt,
                reason,
                newOutputs,
                newSteps,
                newAnnotations,
                newSummary,
                continueOnError,
                createdAt,
                startedAt,
                finishedAt);
    }

    /** The same for one more attempt. */
    public Job again() {
        return new Job(
                id,
                run,
                position,
                legKey,
                jobId,
                name,
                needs,
                state,
                version,
                attempt + 1,
                reason,
                Map.of(),
                "[]",
                "[]",
                "",
                continueOnError,
                createdAt,
                startedAt,
                finishedAt);
    }

    /** The same leg as it ended, in another attempt of its run. */
    public Job keptIn(String newRun, String newId) {
        return new Job(
                newId,
                newRun,
                position,
                legKey,
                jobId,
                name,
                needs,
                state,
                0,
                attempt,
                reason,
                outputs,
                stepsJson,
                annotationsJson,
                summary,
                continueOnError,
                createdAt,
                startedAt,
                finishedAt);
    }

    /** The same leg before it began, in another attempt of its run. */
    public Job freshIn(String newRun, String newId, Instant at) {
        return new Job(
                newId,
                newRun,
                position,
                legKey,
                jobId,
                name,
                needs,
                JobState.WAITING,
                0,
                1,
                "",
                Map.of(),
                "[]",
                "[]",
                "",
                continueOnError,
                at,
                null,
                null);
    }
}
