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
        return finding.severity() == Severity.ERROR && isOurs(finding.position().file());
    }

    /** Files that nobody but Slipway reads in this place. */
    private static boolean isOurs(String file) {
        return file.equals(ConfigurationFiles.DELIVERY) || ConfigurationFiles.isWatching(file);
    }

    /** A short reason for git's own line about the ref. */
    String reason() {
        List<String> files = findings.stream()
                .filter(this::refuses)
                .map(finding -> finding.position().file())
                .distinct()
                .toList();
        long errors = findings.stream().filter(this::refuses).count();
        return String.join(" and ", files) + (files.size() == 1 ? " has " : " have ")
                + (errors == 1 ? "an error" : errors + " errors") + ", see above";
    }

    static Finding asWarning(Finding finding) {
        return finding.severity() == Severity.ERROR
                ? Finding.warning(finding.code(), finding.position(), finding.message(), finding.hint())
                : finding;
    }
}
