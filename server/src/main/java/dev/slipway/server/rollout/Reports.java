package dev.slipway.server.rollout;

import dev.slipway.delivery.report.ReportResult;
import dev.slipway.delivery.report.ReportRule;
import java.util.Optional;

/** What reports show that the runs of a commit kept. */
@FunctionalInterface
public interface Reports {

    /** No run keeps anything. */
    Reports NONE = (_, _, _) -> Optional.empty();

    /** What the rule's files show; absent when no run of the commit has kept its artifact. */
    Optional<ReportResult> of(String project, String commit, ReportRule rule);
}
