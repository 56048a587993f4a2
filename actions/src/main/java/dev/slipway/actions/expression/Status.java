package dev.slipway.actions.expression;

/**
 * What {@code success()}, {@code failure()} and {@code cancelled()} answer at one point of a run. {@code always()} is
 * always true.
 */
public record Status(boolean success, boolean failure, boolean cancelled) {

    /** Everything before went well. */
    public static final Status SUCCESS = new Status(true, false, false);

    /** Something before failed. */
    public static final Status FAILURE = new Status(false, true, false);

    /** The run was cancelled. */
    public static final Status CANCELLED = new Status(false, false, true);

    /** A needed job was skipped, none failed: neither success nor failure. */
    public static final Status SKIPPED = new Status(false, false, false);
}
