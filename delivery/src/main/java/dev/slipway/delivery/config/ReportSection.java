package dev.slipway.delivery.config;

import dev.slipway.delivery.report.ReportRule;
import dev.slipway.delivery.report.ReportRule.Threshold;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The keys of a gate that reads reports. */
final class ReportSection {

    private static final Key<Integer> FAILURES =
            Key.fallback("failures", Plains.whole(0, Integer.MAX_VALUE), "0", "Failed tests that are let through.");
    private static final Key<Integer> MINIMUM_TESTS = Key.fallback(
            "minimumTests",
            Plains.whole(1, Integer.MAX_VALUE),
            "1",
            "Tests that must have run, skipped ones left out.");
    private static final Key<Double> LINES =
            Key.required("lines", Plains.decimal(0, 100), "Percent of the lines that must be covered.");
    private static final Key<Integer> ERRORS =
            Key.fallback("errors", Plains.whole(0, Integer.MAX_VALUE), "0", "Most results of level `error`.");
    private static final Key<Integer> WARNINGS =
            Key.optional("warnings", Plains.whole(0, Integer.MAX_VALUE), "Most of level `warning`; any without it.");
    private static final Key<Integer> NOTES =
            Key.optional("notes", Plains.whole(0, Integer.MAX_VALUE), "Most of level `note`; any without it.");
    private static final Key<Duration> P95 = Key.required(
            "p95", Plains.POSITIVE_DURATION, "Most that the 95th percentile of `http_req_duration` may be.");
    private static final Key<Double> FAILED =
            Key.fallback("failed", Plains.decimal(0, 1), "0.01", "Most that the share of failed requests may be.");
    private static final Key<Double> SCORE =
            Key.required("score", Plains.decimal(0, 100), "Percent of the mutants that must be detected.");

    private static final Key<Threshold> JUNIT = Key.optional(
            "junit",
            Section.of(
                    "What the tests must show, in JUnit's XML.",
                    List.of(FAILURES, MINIMUM_TESTS),
                    filled -> new ReportRule.Tests(filled.get(FAILURES), filled.get(MINIMUM_TESTS))),
            "JUnit's XML, as nearly every test runner writes it.");
    private static final Key<Threshold> COVERAGE = Key.optional(
            "coverage",
            Section.of(
                    "How much code the tests must run.",
                    List.of(LINES),
                    filled -> new ReportRule.Coverage(filled.get(LINES))),
            "XML of JaCoCo or Cobertura, or an LCOV trace.");
    private static final Key<Threshold> SARIF = Key.optional(
            "sarif",
            Section.of(
                    "How many findings of each severity are let through.",
                    List.of(ERRORS, WARNINGS, NOTES),
                    filled -> new ReportRule.Findings(
                            filled.get(ERRORS),
                            filled.find(WARNINGS).orElse(Integer.MAX_VALUE),
                            filled.find(NOTES).orElse(Integer.MAX_VALUE))),
            "SARIF 2.1 of any analysis tool; suppressed results do not count.");
    private static final Key<Threshold> K6 = Key.optional(
            "k6",
            Section.of(
                    "What a load test must show.",
                    List.of(P95, FAILED),
                    filled -> new ReportRule.Load(filled.get(P95).toNanos() / 1e6, filled.get(FAILED))),
            "A summary of k6, by `--summary-export` or `handleSummary`.");
    private static final Key<Threshold> MUTATION = Key.optional(
            "mutation",
            Section.of(
                    "How many mutants the tests must detect.",
                    List.of(SCORE),
                    filled -> new ReportRule.Mutation(filled.get(SCORE))),
            "XML of PIT.");

    private static final Key<String> ARTIFACT =
            Key.required("artifact", Plains.TEXT, "Name under which a workflow uploads the files.");
    private static final Key<String> FILES =
            Key.fallback("files", Plains.TEXT, "'**'", "Glob of the files inside the artifact.");

    static final Section<ReportRule> SECTION = Section.of(
            "Files that a run of the commit kept, held against one of the thresholds.",
            List.of(ARTIFACT, FILES, JUNIT, COVERAGE, SARIF, K6, MUTATION),
            ReportSection::rule);

    private ReportSection() {}

    private static ReportRule rule(Filled filled) {
        List<Threshold> thresholds = Stream.of(JUNIT, COVERAGE, SARIF, K6, MUTATION)
                .map(filled::find)
                .flatMap(Optional::stream)
                .toList();
        if (thresholds.size() != 1) {
            throw Plains.bad(
                    "bad-report-rule",
                    "exactly one of junit, coverage, sarif, k6, mutation is needed, found " + thresholds.size(),
                    "write one entry for each kind of report");
        }
        return new ReportRule(filled.get(ARTIFACT), filled.get(FILES), thresholds.getFirst());
    }
}
