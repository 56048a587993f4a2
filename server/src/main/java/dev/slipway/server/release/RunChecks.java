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

/** Reads how the workflows of a commit ended from its runs. */
public record RunChecks(Database database) implements Checks {

    @Override
    public Map<String, CheckResult> of(String project, String commit) {
        List<Run> runs = database.read(sql -> Runs.ofCommit(sql, project, commit)).stream()
                .sorted(Comparator.comparing(Run::createdAt))
                .toList();
        Map<String, CheckResult> results = new HashMap<>();
        runs.forEach(run -> results.put(run.workflow(), result(run)));
        return results;
    }

    private static CheckResult result(Run run) {
        return switch (run.state()) {
            case SUCCEEDED -> CheckResult.SUCCEEDED;
            case QUEUED, RUNNING, CANCELLING -> CheckResult.RUNNING;
            case FAILED, CANCELLED, SKIPPED -> CheckResult.FAILED;
        };
    }
}
