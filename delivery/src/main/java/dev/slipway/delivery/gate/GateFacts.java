package dev.slipway.delivery.gate;

import dev.slipway.delivery.release.Release;
import dev.slipway.delivery.report.ReportResult;
import dev.slipway.delivery.report.ReportRule;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What gates are judged by.
 *
 * @param release what is to be let through
 * @param tags full names of the tags that lead to its commit, which may come after it was made; absent where nothing but
 *     the release's own ref counts
 * @param requestedBy who asked for the rollout
 * @param requestedAt when
 * @param approvals all decisions about this rollout, whatever release they were bound to
 * @param checks result of each workflow that ran for the release's commit, by the workflow's name
 * @param reports what the reports show that a gate asks for; without an entry no run has kept them
 * @param lane the rollout that has the environment to itself now, if it is another one
 */
public record GateFacts(
        Release release,
        Optional<Set<String>> tags,
        String requestedBy,
        Instant requestedAt,
        List<Approval> approvals,
        Map<String, CheckResult> checks,
        Map<ReportRule, ReportResult> reports,
        Optional<LaneHolder> lane) {

    /** Without tags and reports. */
    public GateFacts(
            Release release,
            String requestedBy,
            Instant requestedAt,
            List<Approval> approvals,
            Map<String, CheckResult> checks,
            Optional<LaneHolder> lane) {
        this(release, Optional.empty(), requestedBy, requestedAt, approvals, checks, Map.of(), lane);
    }

    /** How a workflow ended for a commit. */
    public enum CheckResult {
        RUNNING,
        SUCCEEDED,
        FAILED
    }

    /**
     * Who has the environment.
     *
     * @param rollout id
     * @param release that it brings
     * @param doing its state
     */
    public record LaneHolder(String rollout, String release, String doing) {}
}
