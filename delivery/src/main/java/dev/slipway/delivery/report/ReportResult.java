package dev.slipway.delivery.report;

/**
 * What reports show beside what is asked of them.
 *
 * @param passed whether they show it
 * @param words for those who wait, with the figures
 */
public record ReportResult(boolean passed, String words) {

    static ReportResult of(boolean passed, String words) {
        return new ReportResult(passed, words);
    }

    static ReportResult failed(String words) {
        return new ReportResult(false, words);
    }
}
