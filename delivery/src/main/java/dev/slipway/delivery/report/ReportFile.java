package dev.slipway.delivery.report;

/**
 * A file that a run kept, as a gate reads it.
 *
 * @param path inside its artifact
 * @param text of the file, read as UTF-8: the figures of a report are ASCII in every encoding
 */
public record ReportFile(String path, String text) {}
