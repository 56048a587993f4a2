package dev.slipway.kernel;

/** How much a finding matters to the one who wrote the file. */
public enum Severity {
    /** The file cannot be used as it is. */
    ERROR,
    /** The file works, but probably not as its author thinks. */
    WARNING,
    /** Worth knowing. */
    NOTICE
}
