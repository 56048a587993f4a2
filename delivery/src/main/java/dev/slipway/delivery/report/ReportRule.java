package dev.slipway.delivery.report;

/**
 * Files that a run of the release's commit must have kept, and what they must show.
 *
 * @param artifact name under which a workflow uploaded them
 * @param files glob of paths inside the artifact
 * @param threshold what is asked of them together
 */
public record ReportRule(String artifact, String files, Threshold threshold) {

    /** The glob that every file of an artifact fits. */
    public static final String ALL_FILES = "**";

    /** Where the files come from, so that people can tell rules about one artifact apart. */
    public String source() {
        return files.equals(ALL_FILES) ? artifact : artifact + "/" + files;
    }

    /** What a kind of report must show. */
    public sealed interface Threshold {

        /** The kind's word in {@code slipway.yml}. */
        String word();
    }

    /**
     * JUnit's XML, as nearly every test runner writes it.
     *
     * @param failures failed and broken tests that are let through
     * @param minimumTests tests that must have run, skipped ones left out
     */
    public record Tests(int failures, int minimumTests) implements Threshold {
        @Override
        public String word() {
            return "junit";
        }
    }

    /** @param lines percent of the lines that must be covered, by JaCoCo, Cobertura or LCOV */
    public record Coverage(double lines) implements Threshold {
        @Override
        public String word() {
            return "coverage";
        }
    }

    /**
     * SARIF 2.1: at most so many results of each severity; suppressed ones and those known to be gone do not count.
     */
    public record Findings(int errors, int warnings, int notes) implements Threshold {
        @Override
        public String word() {
            return "sarif";
        }
    }

    /**
     * A k6 summary.
     *
     * @param p95Millis most that the 95th percentile of {@code http_req_duration} may be, in milliseconds
     * @param failed most that the share of failed requests may be, from 0 to 1
     */
    public record Load(double p95Millis, double failed) implements Threshold {
        @Override
        public String word() {
            return "k6";
        }
    }

    /** @param score percent of the mutants that PIT must have seen detected */
    public record Mutation(double score) implements Threshold {
        @Override
        public String word() {
            return "mutation";
        }
    }
}
