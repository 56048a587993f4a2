package dev.slipway.server.run;

import dev.slipway.actions.plan.PlannedRun;
import dev.slipway.actions.run.JobState;
import dev.slipway.actions.workflow.CallJob;
import dev.slipway.actions.workflow.StepJob;
import dev.slipway.actions.workflow.Workflow;
import dev.slipway.kernel.Ids;
import dev.slipway.store.run.Job;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The jobs that a new attempt of a run begins with: the ended legs of the old one that can be kept, and anew the legs
 * that did not succeed and all jobs that need one of them. A workflow that is called is gone through as the one that
 * calls it, unless what the call needs runs anew.
 */
final class KeptJobs {

    private final List<Job> old;
    private final String run;
    private final Ids ids;
    private final Instant at;
    private final Set<String> again = new HashSet<>();
    private final List<Job> rows = new ArrayList<>();
    private final Map<Job, Job> kept = new LinkedHashMap<>();

    private KeptJobs(List<Job> old, String run, Ids ids, Instant at) {
        this.old = old;
        this.run = run;
        this.ids = ids;
        this.at = at;
    }

    /**
     * @param old rows of the old attempt of which as much as possible is kept; empty to keep nothing
     * @param run id of the new attempt
     */
    static KeptJobs of(Workflow workflow, List<Job> old, String run, Ids ids, Instant at) {
        KeptJobs jobs = new KeptJobs(old, run, ids, at);
        old.stream().filter(KeptJobs::failed).forEach(row -> jobs.again.add(row.jobId()));
        boolean grew = true;
        while (grew) {
            grew = jobs.spread("", workflow);
        }
        jobs.collect("", workflow);
        return jobs;
    }

    private static boolean failed(Job row) {
        return row.state() == JobState.FAILED || row.state() == JobState.CANCELLED;
    }

    /** True when nothing of the old attempt failed. */
    boolean nothingFailed() {
        return again.isEmpty();
    }

    /** The rows of the new attempt. */
    List<Job> rows() {
        return List.copyOf(rows);
    }

    /** New rows by the old ones that they are copies of. */
    Map<Job, Job> kept() {
        return kept;
    }

    /** Jobs that need one that runs anew run anew as well. */
    private boolean spread(String scope, Workflow workflow) {
        boolean grew = false;
        for (dev.slipway.actions.workflow.Job job : workflow.jobs()) {
            String key = scope + job.id();
            grew |= needsAnew(scope, job) && again.add(key);
            if (job instanceof CallJob call && call.called().isPresent()) {
                for (String inner : scopes(key)) {
                    grew |= spread(inner, call.called().get());
                }
            }
        }
        return grew;
    }

    private boolean needsAnew(String scope, dev.slipway.actions.workflow.Job job) {
        return job.needIds().stream()
                .map(need -> scope + need)
                .anyMatch(need -> again.stream().anyMatch(key -> PlannedRun.isWithin(need, key)));
    }

    /** What the keys of the jobs begin with that the legs of a call have called. */
    private List<String> scopes(String key) {
        return within(key)
                .map(Job::jobId)
                .filter(id -> !id.equals(key))
                .map(id -> id.substring(0, id.indexOf(PlannedRun.SEPARATOR, key.length())) + PlannedRun.SEPARATOR)
                .distinct()
                .toList();
    }

    private Stream<Job> within(String key) {
        return old.stream().filter(row -> PlannedRun.isWithin(key, row.jobId()));
    }

    private void collect(String scope, Workflow workflow) {
        int place = 0;
        for (dev.slipway.actions.workflow.Job job : workflow.jobs()) {
            String key = scope + job.id();
            List<Job> legs = old.stream().filter(row -> row.jobId().equals(key)).toList();
            List<String> scopes = scopes(key);
            if (needsAnew(scope, job) || (scopes.isEmpty() && begins(key, legs))) {
                rows.add(standIn(scope, job, place * Positions.room(0)));
            } else {
                legs.forEach(this::take);
                switch (job) {
                    case StepJob _ -> {}
                    case CallJob call ->
                        call.called().ifPresent(inner -> scopes.forEach(called -> collect(called, inner)));
                }
            }
            place++;
        }
    }

    /** Of a job that runs anew, legs can be kept only where there are some that ended well. */
    private boolean begins(String key, List<Job> legs) {
        boolean noneKept = legs.stream().noneMatch(leg -> leg.state() == JobState.SUCCEEDED);
        return legs.isEmpty() || (again.contains(key) && noneKept);
    }

    private Job standIn(String scope, dev.slipway.actions.workflow.Job job, long place) {
        String key = scope + job.id();
        List<Job> before = within(key).toList();
        List<String> needs = job.needIds().stream().map(need -> scope + need).toList();
        if (before.isEmpty()) {
            return Job.blocked(ids.next("job"), run, place, key, job.id(), needs, at);
        }
        Job first = before.getFirst();
        return Job.blocked(
                ids.next("job"),
                run,
                first.position(),
                key,
                caller(scope, first.name()) + job.id(),
                needs.isEmpty() ? first.needs() : needs,
                at);
    }

    private static String caller(String scope, String name) {
        int end = name.lastIndexOf(PlannedRun.SEPARATOR);
        return scope.isEmpty() || end < 0 ? "" : name.substring(0, end) + PlannedRun.SEPARATOR;
    }

    private void take(Job leg) {
        boolean ended = leg.state() == JobState.SUCCEEDED || leg.state() == JobState.SKIPPED;
        String id = ids.next("job");
        Job now = ended ? leg.keptIn(run, id) : leg.freshIn(run, id, at);
        rows.add(now);
        if (ended) {
            kept.put(leg, now);
        }
    }
}
