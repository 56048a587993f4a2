package dev.slipway.delivery.preview;

/** What happens to a preview. */
public enum PreviewEvent {
    /** A commit of its branch is ready to be shown. */
    COMMIT,
    /** Nobody needs it any more. */
    END,
    /** Nothing of it runs or is routed any more. */
    CLEARED
}
