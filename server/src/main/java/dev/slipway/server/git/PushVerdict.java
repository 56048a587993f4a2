package dev.slipway.server.git;

import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Severity;
import java.util.List;

/**
 * What the findings mean for a push: an error in {@code slipway.yml} refuses it, for production would follow a file
 * that nobody can read; an error in a workflow only fails that workflow, so it is shown.
 */
record PushVerdict(List<Finding> findings) {

    boolean refuses() {
        return findings.stream().anyMatch(this::refuses);
    }

    boolean refuses(Finding finding) {
        return finding.severity() == Severity.ERROR && finding.position().file().equals(ConfigurationFiles.DELIVERY);
    }

    /** A short reason for git's own line about the ref. */
    String reason() {
        long errors = findings.stream().filter(this::refuses).count();
        return ConfigurationFiles.DELIVERY + " has " + (errors == 1 ? "an error" : errors + " errors") + ", see above";
    }

    static Finding asWarning(Finding finding) {
        return finding.severity() == Severity.ERROR
                ? Finding.warning(finding.code(), finding.position(), finding.message(), finding.hint())
                : finding;
    }
}
