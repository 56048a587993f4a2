package dev.slipway.server.run;

import dev.slipway.actions.run.JobState;
import dev.slipway.actions.run.RunState;
import dev.slipway.kernel.Digest;
import dev.slipway.kernel.Finding;
import dev.slipway.store.run.Job;
import dev.slipway.store.run.Run;
import dev.slipway.store.run.RunArtifact;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A run as the API shows it.
 *
 * @param serial what workflows know it by, as {@code github.run_id}; it names the run here too
 * @param title its {@code run-name}, or the workflow's name
 * @param untrusted whether its code is of a fork
 * @param unreleased why no release came of its commit although the runs of that have succeeded
 * @param awaitsApproval whether it begins only when somebody has approved that code
 */
public record RunView(
        String id,
        String project,
        long serial,
        long number,
        long attempt,
        @Nullable String rerunOf,
        String workflow,
        String title,
        String file,
        String event,
        String ref,
        String commit,
        String actor,
        boolean untrusted,
        boolean awaitsApproval,
        RunState state,
        String reason,
        @Nullable String unreleased,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        List<JobView> jobs,
        List<Finding> findings,
        List<ArtifactView> artifacts) {

    static RunView of(
            Run run,
            RunOrigin origin,
            Optional<String> unreleased,
            List<Job> jobs,
            Map<String, EntryView> entries,
            List<ArtifactView> artifacts) {
        return new RunView(
                run.id(),
                run.project(),
                run.serial(),
                run.number(),
                run.attempt(),
                run.rerunOf(),
                run.workflow(),
                RunTitle.of(run).orElse(run.workflow()),
                run.file(),
                run.event(),
                run.ref(),
                run.commit(),
                run.actor(),
                origin != RunOrigin.OURS,
                origin.waits(),
                run.state(),
                run.reason(),
                unreleased.orElse(null),
                run.createdAt(),
                run.startedAt(),
                run.finishedAt(),
                jobs.stream().map(job -> JobView.of(job, entries.get(job.id()))).toList(),
                run.findings(),
                artifacts);
    }

    /**
     * A leg of a job.
     *
     * @param key unique in the run
     * @param environment that it has entered or waits for, where only one run is shown
     * @param steps list of {@link StepView}
     * @param summary Markdown
     */
    public record JobView(
            String id,
            String key,
            String name,
            JobState state,
            List<String> needs,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt,
            long attempt,
            String reason,
            @Nullable EntryView environment,
            JsonNode steps,
            JsonNode annotations,
            String summary) {

        static JobView of(Job job, @Nullable EntryView environment) {
            return new JobView(
                    job.id(),
                    job.legKey(),
                    job.name(),
                    job.state(),
                    job.needs(),
                    job.startedAt(),
                    job.finishedAt(),
                    job.attempt(),
                    job.reason(),
                    environment,
                    RunQueries.tree(job.stepsJson()),
                    RunQueries.tree(job.annotationsJson()),
                    job.summary());
        }
    }

    /**
     * An artifact of the run.
     *
     * @param released whether a release is made of it, which keeps it
     * @param expiresAt when it goes, or went; absent for one that stays
     * @param expired whether it has gone
     */
    public record ArtifactView(
            String name,
            Digest digest,
            long sizeBytes,
            boolean released,
            @Nullable Instant expiresAt,
            boolean expired) {

        static ArtifactView of(RunArtifact artifact, boolean released) {
            return new ArtifactView(
                    artifact.name(),
                    artifact.digest(),
                    artifact.sizeBytes(),
                    released,
                    released ? null : artifact.expiresAt(),
                    !released && artifact.isExpired());
        }
    }
}
