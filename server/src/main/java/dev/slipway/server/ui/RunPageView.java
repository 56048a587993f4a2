package dev.slipway.server.ui;

import dev.slipway.actions.run.JobState;
import dev.slipway.actions.run.RunTable;
import dev.slipway.kernel.Durations;
import dev.slipway.kernel.Json;
import dev.slipway.runner.log.Annotation;
import dev.slipway.server.run.EntryView;
import dev.slipway.server.run.RunOrigin;
import dev.slipway.server.run.RunTitle;
import dev.slipway.server.run.RunView;
import dev.slipway.server.run.StepView;
import dev.slipway.store.run.Job;
import dev.slipway.store.run.Run;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One run, with one of its jobs opened.
 *
 * @param graph the jobs as a picture
 * @param opened the job whose steps and log are shown; absent while there are none
 * @param attempts of the same run, this one among them, the first one first
 * @param entries the environments that jobs have entered or wait for, by the job's id
 * @param origin whose code it is of
 * @param unreleased why no release came of its commit although the runs of that have succeeded
 * @param summaries of the jobs that wrote one
 */
public record RunPageView(
        Run run,
        List<Job> jobs,
        JobGraph graph,
        Optional<Job> opened,
        List<RunView.ArtifactView> artifacts,
        List<Run> attempts,
        Map<String, EntryView> entries,
        RunOrigin origin,
        Optional<String> unreleased,
        List<Summary> summaries) {

    /** Workflow and number, with the attempt where it is not the first. */
    public static String title(Run run) {
        return run.workflow() + " #" + run.number() + (run.attempt() > 1 ? ", attempt " + run.attempt() : "");
    }

    /** What the run calls itself, where that is not its workflow's name. */
    public static Optional<String> ownName(Run run) {
        return RunTitle.of(run);
    }

    /** True when the newest attempt is shown and over, so that it can be run again. */
    public boolean mayRunAgain() {
        return !underWay() && !jobs.isEmpty() && attempts.getLast().id().equals(run.id());
    }

    /** Where an artifact is to be had. */
    public String download(RunView.ArtifactView artifact) {
        String name = URLEncoder.encode(artifact.name(), StandardCharsets.UTF_8).replace("+", "%20");
        return "/runs/" + run.id() + "/artifacts/" + name;
    }

    /** The environments that jobs wait for, each once. */
    public List<EntryView> awaited() {
        Set<String> seen = new HashSet<>();
        return jobs.stream()
                .filter(job -> job.state() == JobState.WAITING && entries.containsKey(job.id()))
                .map(job -> entries.get(job.id()))
                .filter(entry -> entry.openedAt() == null && seen.add(entry.name()))
                .toList();
    }

    /** The environment of a job, where it names one. */
    public Optional<EntryView> entry(Job job) {
        return Optional.ofNullable(entries.get(job.id()));
    }

    /** True when running only what failed would run anything. */
    public boolean anyFailed() {
        return jobs.stream().anyMatch(job -> job.state() == JobState.FAILED || job.state() == JobState.CANCELLED);
    }

    /** Steps of the opened job. */
    public List<StepView> steps() {
        return opened.map(job -> Arrays.asList(Json.read(job.stepsJson(), StepView[].class)))
                .orElse(List.of());
    }

    /** What jobs want their readers to see, of all jobs. */
    public List<Note> notes() {
        return jobs.stream()
                .flatMap(job -> Arrays.stream(Json.read(job.annotationsJson(), Annotation[].class))
                        .map(annotation -> new Note(job, annotation)))
                .toList();
    }

    public boolean underWay() {
        return !RunTable.TABLE.isTerminal(run.state());
    }

    /** How long something took, or has taken so far. */
    public static String length(@Nullable Instant from, @Nullable Instant to, Instant now) {
        if (from == null) {
            return "";
        }
        Duration length = Duration.between(from, to == null ? now : to);
        return Durations.words(length.isNegative() ? Duration.ZERO : length);
    }

    /**
     * What a job says of its result.
     *
     * @param html that may stand in a page as it is
     */
    public record Summary(Job job, String html) {}

    /** An annotation and the job that made it. */
    public record Note(Job job, Annotation annotation) {

        public Label label() {
            return switch (annotation.level()) {
                case NOTICE -> new Label(Tone.IDLE, "Notice");
                case WARNING -> new Label(Tone.WARN, "Warning");
                case ERROR -> new Label(Tone.BAD, "Error");
            };
        }

        /** File and line; empty when it is about none. */
        public String place() {
            return annotation
                    .file()
                    .map(file -> file
                            + annotation.startLine().map(line -> ":" + line).orElse(""))
                    .orElse("");
        }
    }
}
