package dev.slipway.observe.scrape;

import dev.slipway.kernel.Finding;
import dev.slipway.observe.remote.RemoteTarget;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A {@code prometheus.yml} that was read.
 *
 * @param jobs empty when there are errors
 * @param ruleFiles patterns, relative to the file
 * @param evaluationInterval of rules
 * @param externalLabels for what leaves this store
 * @param remoteTargets to whom samples are sent on; none when there are errors
 * @param findings in the order of the text
 */
public record ScrapeFile(
        List<ScrapeJob> jobs,
        List<String> ruleFiles,
        Duration evaluationInterval,
        Map<String, String> externalLabels,
        List<RemoteTarget> remoteTargets,
        List<Finding> findings) {

    public ScrapeFile {
        jobs = List.copyOf(jobs);
        ruleFiles = List.copyOf(ruleFiles);
        externalLabels = Map.copyOf(externalLabels);
        remoteTargets = List.copyOf(remoteTargets);
        findings = List.copyOf(findings);
    }
}
