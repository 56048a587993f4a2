package dev.slipway.actions.workflow;

import dev.slipway.kernel.Position;
import dev.slipway.kernel.Suggestion;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Jobs may need only jobs that exist, and never themselves over any way. */
final class NeedsCheck {

    private NeedsCheck() {}

    /**
     * @param positions of each need, by {@code job/need}
     */
    static void check(List<Job> jobs, Map<String, Position> positions, Position jobsPosition, Notes notes) {
        Map<String, Job> byId = new LinkedHashMap<>();
        jobs.forEach(job -> byId.put(job.id(), job));
        for (Job job : jobs) {
            for (String need : job.needs()) {
                Position position = positions.getOrDefault(job.id() + "/" + need, job.position());
                if (!byId.containsKey(need)) {
                    notes.wrong(
                            "unknown-need",
                            position,
                            "job '" + job.id() + "' depends on unknown job '" + need + "'",
                            Suggestion.hint(need, byId.keySet()));
                } else if (reaches(need, job.id(), byId)) {
                    notes.wrong(
                            "needs-cycle",
                            position,
                            "job '" + job.id() + "' depends on job '" + need
                                    + "' which creates a cycle in the dependency graph",
                            "remove one of the needs");
                }
            }
        }
        if (jobs.stream().noneMatch(job -> job.needs().isEmpty())) {
            notes.wrong(
                    "no-first-job",
                    jobsPosition,
                    "the workflow must contain at least one job with no dependencies",
                    "remove 'needs' from the job that comes first");
        }
    }

    private static boolean reaches(String from, String target, Map<String, Job> byId) {
        Deque<String> open = new ArrayDeque<>(List.of(from));
        Set<String> seen = new HashSet<>();
        while (!open.isEmpty()) {
            String id = open.pop();
            if (id.equals(target)) {
                return true;
            }
            if (seen.add(id) && byId.containsKey(id)) {
                open.addAll(byId.get(id).needs());
            }
        }
        return false;
    }
}
