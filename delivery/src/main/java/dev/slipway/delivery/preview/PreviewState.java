package dev.slipway.delivery.preview;

/** Where a preview stands. */
public enum PreviewState {
    /** It is there, or on its way. */
    LIVE,
    /** It shall go: its rollouts are called off, its routes and instances taken away, until nothing is left. */
    ENDING,
    /** Nothing of it is left. A new commit brings it back. */
    ENDED
}
