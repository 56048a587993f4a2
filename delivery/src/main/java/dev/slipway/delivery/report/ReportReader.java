package dev.slipway.delivery.report;

import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Holds report files against a threshold. A file that is missing, of another kind or broken fails: silence is not
 * success.
 */
public final class ReportReader {

    private static final int MILLIS_SHOWN = 1;

    /** What the parser adds about a source that it does not tell. */
    private static final Pattern START_MARKER = Pattern.compile(" \\(start marker at .*\\)$");

    private ReportReader() {}

    /** What the files show together; they are those that the rule's glob has matched. */
    public static ReportResult read(ReportRule rule, List<ReportFile> files) {
        if (files.isEmpty()) {
            return ReportResult.failed("the artifact '" + rule.artifact() + "' has no file " + rule.files());
        }
        try {
            return switch (rule.threshold()) {
                case ReportRule.Tests tests -> tests(tests, files);
                case ReportRule.Coverage coverage -> coverage(coverage, files);
                case ReportRule.Findings findings -> findings(findings, files);
                case ReportRule.Load load -> load(load, files);
                case ReportRule.Mutation mutation -> mutation(mutation, files);
            };
        } catch (Problem e) {
            return ReportResult.failed(e.message());
        }
    }

    private static ReportResult tests(ReportRule.Tests wanted, List<ReportFile> files) {
        TestCount count = files.stream().map(TestCount::read).reduce(TestCount.NONE, TestCount::plus);
        String words = count.words();
        if (count.ran() < wanted.minimumTests()) {
            return ReportResult.failed(words + "; at least " + wanted.minimumTests() + " must run");
        }
        return ReportResult.of(
                count.failed() <= wanted.failures(), words + " (at most " + wanted.failures() + " may fail)");
    }

    private static ReportResult coverage(ReportRule.Coverage wanted, List<ReportFile> files) {
        LineCount count = files.stream().map(LineCount::read).reduce(LineCount.NONE, LineCount::plus);
        if (count.all() == 0) {
            return ReportResult.failed("no line of code is counted in " + paths(files));
        }
        return share("lines covered", count.covered(), count.all(), wanted.lines());
    }

    private static ReportResult mutation(ReportRule.Mutation wanted, List<ReportFile> files) {
        long all = 0;
        long detected = 0;
        for (ReportFile file : files) {
            for (XmlReport.Element element : XmlReport.read(file, "mutations")) {
                boolean mutant = element.name().equals("mutation");
                all += mutant ? 1 : 0;
                detected += mutant && element.attribute("detected").equals(Optional.of("true")) ? 1 : 0;
            }
        }
        return all == 0
                ? ReportResult.failed("no mutant is counted in " + paths(files))
                : share("mutants detected", detected, all, wanted.score());
    }

    private static ReportResult share(String what, long part, long all, double wanted) {
        double percent = 100.0 * part / all;
        return ReportResult.of(
                percent >= wanted,
                String.format(
                        Locale.ROOT, "%.1f %% of %d %s (at least %s %% are asked for)", percent, all, what, wanted));
    }

    private static ReportResult findings(ReportRule.Findings wanted, List<ReportFile> files) {
        SarifCount count =
                files.stream().map(file -> SarifCount.read(file, json(file))).reduce(SarifCount.NONE, SarifCount::plus);
        boolean passed = count.errors() <= wanted.errors()
                && count.warnings() <= wanted.warnings()
                && count.notes() <= wanted.notes();
        String words = several(count.errors(), "error") + ", " + several(count.warnings(), "warning") + ", "
                + several(count.notes(), "note");
        return ReportResult.of(
                passed,
                words + " (at most " + most(wanted.errors(), "error") + ", " + most(wanted.warnings(), "warning") + ", "
                        + most(wanted.notes(), "note") + ")");
    }

    private static String most(int count, String what) {
        return count == Integer.MAX_VALUE ? "any " + what + "s" : several(count, what);
    }

    private static String several(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static ReportResult load(ReportRule.Load wanted, List<ReportFile> files) {
        double p95 = 0;
        double failed = 0;
        for (ReportFile file : files) {
            JsonNode metrics = json(file).path("metrics");
            p95 = Math.max(p95, figure(file, metrics.path("http_req_duration"), "p(95)"));
            failed = Math.max(failed, failedShare(file, metrics.path("http_req_failed")));
        }
        String words = String.format(
                Locale.ROOT,
                "p95 is %." + MILLIS_SHOWN + "f ms and %.2f %% of the requests failed (at most %s ms and %s %%)",
                p95,
                100 * failed,
                wanted.p95Millis(),
                100 * wanted.failed());
        return ReportResult.of(p95 <= wanted.p95Millis() && failed <= wanted.failed(), words);
    }

    /** A figure of a metric: k6's {@code handleSummary} puts them under {@code values}, its export does not. */
    private static double figure(ReportFile file, JsonNode metric, String name) {
        JsonNode value = metric.path("values").has(name) ? metric.path("values").path(name) : metric.path(name);
        if (!value.isNumber()) {
            throw broken(file, "it has no http_req_duration with " + name);
        }
        return value.asDouble();
    }

    private static double failedShare(ReportFile file, JsonNode metric) {
        JsonNode share =
                metric.path("values").has("rate") ? metric.path("values").path("rate") : metric.path("value");
        if (!share.isNumber()) {
            throw broken(file, "it has no http_req_failed with its rate");
        }
        return share.asDouble();
    }

    private static JsonNode json(ReportFile file) {
        try {
            return Json.mapper().readTree(file.text());
        } catch (JacksonException e) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-report",
                    file.path() + ":" + e.getLocation().getLineNr() + ":"
                            + e.getLocation().getColumnNr() + " is no sound JSON: "
                            + START_MARKER.matcher(e.getOriginalMessage()).replaceAll(""),
                    "check which file the workflow uploads",
                    e);
        }
    }

    static Problem broken(ReportFile file, String what) {
        return Problem.of(
                Problem.Kind.INVALID,
                "bad-report",
                file.path() + ": " + what,
                "check which file the workflow uploads, and the kind of report that the gate names");
    }

    private static String paths(List<ReportFile> files) {
        return String.join(", ", files.stream().map(ReportFile::path).toList());
    }
}
