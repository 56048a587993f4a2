package dev.slipway.server.release;

import dev.slipway.delivery.gate.GateFacts.CheckResult;
import dev.slipway.server.rollout.Checks;
import dev.slipway.store.Database;
import dev.slipway.store.run.Run;
import dev.slipway.store.run.Runs;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads how the workflows of a commit ended from its runs. Those of {@code pull_request_target} run at the commit of the
 * branch that a pull request goes to, but are about what it offers: they say nothing of the commit, and what they upload
 * is not the commit's.
 */
public record RunChecks(Database database) implements Checks {

    @Override
    public Map<String, CheckResult> of(String project, String commit) {
        List<Run> runs = database.read(sql -> Runs.ofCommit(sql, project, commit)).stream()
                .filter(RunChecks::isAboutItsCommit)
                .sorted(Comparator.comparing(Run::createdAt))
                .toList();
        Map<String, CheckResult> results = new HashMap<>();
        runs.forEach(run -> results.put(run.workflow(), result(run)));
        return results;
    }

    static boolean isAboutItsCommit(Run run) {
        return !run.event().equals("pull_request_target");
    }

    private static CheckResult result(Run run) {
        return switch (run.state()) {
            case SUCCEEDED -> CheckResult.SUCCEEDED;
            case QUEUED, RUNNING, CANCELLING -> CheckResult.RUNNING;
            case FAILED, CANCELLED, SKIPPED -> CheckResult.FAILED;
        };
    }
}
