package dev.slipway.server.run;

import dev.slipway.actions.run.JobState;
import dev.slipway.actions.run.JobTable;
import dev.slipway.actions.run.RunState;
import dev.slipway.delivery.gate.Approval;
import dev.slipway.delivery.gate.GateStatus;
import dev.slipway.kernel.Digest;
import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import dev.slipway.server.web.Exchange;
import dev.slipway.store.Database;
import dev.slipway.store.rollout.Releases;
import dev.slipway.store.run.Job;
import dev.slipway.store.run.JobEntries;
import dev.slipway.store.run.JobEntry;
import dev.slipway.store.run.Jobs;
import dev.slipway.store.run.Run;
import dev.slipway.store.run.RunApprovals;
import dev.slipway.store.run.RunArtifact;
import dev.slipway.store.run.RunSerials;
import dev.slipway.store.run.Runs;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.DSLContext;
import tools.jackson.databind.JsonNode;

/** What can be asked about runs. */
public final class RunQueries {

    private final Database database;
    private final JobLogs logs;
    private final JobGates gates;

    public RunQueries(Database database, JobLogs logs, JobGates gates) {
        this.database = database;
        this.logs = logs;
        this.gates = gates;
    }

    /** Newest first. */
    public List<RunView> ofProject(String project, int limit) {
        return database.read(sql -> Runs.ofProject(sql, project, limit).stream()
                .map(run -> view(sql, run, Map.of()))
                .toList());
    }

    private static RunView view(DSLContext sql, Run run, Map<String, EntryView> entries) {
        return RunView.of(
                run,
                StrangersGate.origin(sql, run),
                unreleasedBecause(sql, run),
                Jobs.ofRun(sql, run.id()),
                entries,
                artifacts(sql, run));
    }

    private static Optional<String> unreleasedBecause(DSLContext sql, Run run) {
        return Releases.artifacts(sql, run.project(), run.commit()).isEmpty()
                ? Unreleased.reason(sql, run.project(), run.commit())
                : Optional.empty();
    }

    /** Why no release came of the run's commit, although its runs have succeeded. */
    public Optional<String> unreleased(Run run) {
        return database.read(sql -> unreleasedBecause(sql, run));
    }

    /** What the run has made, by name. */
    public List<RunView.ArtifactView> artifacts(Run run) {
        return database.read(sql -> artifacts(sql, run));
    }

    private static List<RunView.ArtifactView> artifacts(DSLContext sql, Run run) {
        Set<Digest> released = Releases.artifacts(sql, run.project(), run.commit());
        return Runs.artifacts(sql, run.id()).stream()
                .map(artifact -> RunView.ArtifactView.of(artifact, released.contains(artifact.digest())))
                .toList();
    }

    /** Whose code the runs are of, by their ids. */
    public Map<String, RunOrigin> origins(List<Run> runs) {
        return database.read(sql -> {
            Map<String, RunOrigin> origins = new LinkedHashMap<>();
            runs.forEach(run -> origins.put(run.id(), StrangersGate.origin(sql, run)));
            return origins;
        });
    }

    /** @throws Problem NOT_FOUND, code {@code no-run} */
    public RunView run(String id) {
        Run run = row(id);
        Map<String, EntryView> entries = entries(run);
        return database.read(sql -> view(sql, Runs.get(sql, id), entries));
    }

    /** The environments that legs of the run have entered or wait for, by the leg's id. */
    public Map<String, EntryView> entries(Run run) {
        Map<String, EntryView> views = new LinkedHashMap<>();
        for (JobEntry entry : database.read(sql -> JobEntries.ofRun(sql, run.id()))) {
            List<Approval> approvals = database.read(sql -> RunApprovals.of(sql, run.id(), entry.environment()));
            boolean waits = entry.openedAt() == null
                    && database.read(sql -> Jobs.get(sql, entry.job())).state() == JobState.WAITING;
            List<GateStatus> looks = waits
                    ? gates.look(new JobGates.Ask(run, entry.environment(), entry.requestedAt(), approvals))
                    : List.of();
            views.put(entry.job(), EntryView.of(entry, looks, approvals));
        }
        return views;
    }

    /** The project of the run that a request is about, for access checks. */
    public String project(Exchange exchange) {
        return row(id(exchange)).project();
    }

    /**
     * The id of the run that a request is about, which its path may also name by the run's serial.
     *
     * @throws Problem NOT_FOUND, code {@code no-run}
     */
    public String id(Exchange exchange) {
        return database.read(sql -> RunSerials.id(sql, exchange.path("run")));
    }

    /** Runs that a movement of the ref has started, oldest first. */
    public List<Run> startedBy(String project, String ref, String commit, Instant since) {
        Instant moment = since.truncatedTo(ChronoUnit.MILLIS);
        return database.read(sql -> Runs.ofCommit(sql, project, commit)).stream()
                .filter(run -> run.ref().equals(ref) && !run.createdAt().isBefore(moment))
                .sorted(Comparator.comparing(Run::createdAt).thenComparing(Run::id))
                .toList();
    }

    /** How the newest run of each workflow of a commit stands, by workflow name. */
    public Map<String, RunState> states(String project, String commit) {
        Map<String, RunState> states = new LinkedHashMap<>();
        database.read(sql -> Runs.ofCommit(sql, project, commit))
                .forEach(run -> states.putIfAbsent(run.workflow(), run.state()));
        return states;
    }

    /** Digests of the artifacts that runs of a commit made, by name; of equal names the newest run's. */
    public Map<String, Digest> artifacts(String project, String commit) {
        Map<String, Digest> artifacts = new LinkedHashMap<>();
        database.<List<RunArtifact>>read(sql -> Runs.ofCommit(sql, project, commit).stream()
                        .flatMap(run -> Runs.artifacts(sql, run.id()).stream())
                        .toList())
                .forEach(artifact -> artifacts.putIfAbsent(artifact.name(), artifact.digest()));
        return artifacts;
    }

    /**
     * Lines of a job's log.
     *
     * @param from number of the first
     * @throws Problem NOT_FOUND, code {@code no-job}
     */
    public LogPage log(String run, String job, long from) {
        return logs.read(run, job, from, JobTable.TABLE.isTerminal(job(run, job).state()));
    }

    /** The same, after waiting for the job's begin, a line or its end. */
    public LogPage follow(String run, String job, long from, Duration patience) throws InterruptedException {
        boolean begun = logs.isOpen(job);
        LogPage now = log(run, job, from);
        if (!now.lines().isEmpty() || now.done()) {
            return now;
        }
        if (begun) {
            logs.awaitLine(job, from, patience);
        } else {
            logs.awaitBegin(job, patience);
        }
        return log(run, job, from);
    }

    private Job job(String run, String id) {
        Job job = database.read(sql -> Jobs.get(sql, id));
        if (!job.run().equals(run)) {
            throw Problem.of(
                    Problem.Kind.NOT_FOUND,
                    "no-job",
                    "run " + run + " has no job '" + id + "'",
                    "the run lists its jobs");
        }
        return job;
    }

    static JsonNode tree(String json) {
        return Json.mapper().readTree(json);
    }

    /** The run's row, for those who need more than the view. */
    public Run row(String id) {
        return database.read(sql -> Runs.get(sql, id));
    }
}
