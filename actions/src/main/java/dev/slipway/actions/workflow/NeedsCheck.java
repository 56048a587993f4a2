package dev.slipway.actions.workflow;

import dev.slipway.actions.schema.Fault;
import dev.slipway.actions.schema.Faults;
import dev.slipway.kernel.Position;
import dev.slipway.kernel.Suggestion;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Jobs may need only jobs that exist, and never themselves over any way. As the runner's converter does, jobs are taken
 * away in the order in which they could run: what remains waits for something unknown, or for a cycle.
 */
final class NeedsCheck {

    private NeedsCheck() {}

    static void check(List<Job> jobs, Position position, Faults faults) {
        if (jobs.stream().noneMatch(job -> job.needs().isEmpty())) {
            faults.wrong(
                    Fault.Stage.MEANING,
                    "no-first-job",
                    position,
                    "The workflow must contain at least one job with no dependencies.",
                    "remove 'needs' from the job that comes first");
            return;
        }
        TreeSet<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        jobs.forEach(job -> names.add(job.id()));
        TreeSet<String> done = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        List<Job> open = new ArrayList<>(jobs);
        boolean more = true;
        while (more) {
            more = open.removeIf(job -> done.containsAll(job.needIds()) && done.add(job.id()));
        }
        for (Job job : open) {
            job.needs().stream()
                    .filter(need -> !done.contains(need.job()))
                    .forEach(need -> complain(job, need, names, faults));
        }
    }

    private static void complain(Job job, Need need, Set<String> names, Faults faults) {
        boolean known = names.contains(need.job());
        String start = "Job '" + job.id() + "' depends on " + (known ? "" : "unknown ") + "job '" + need.job() + "'";
        faults.wrong(
                Fault.Stage.MEANING,
                known ? "needs-cycle" : "unknown-need",
                need.position(),
                known ? start + " which creates a cycle in the dependency graph." : start + ".",
                known ? "remove one of the needs" : Suggestion.hint(need.job(), names));
    }
}
