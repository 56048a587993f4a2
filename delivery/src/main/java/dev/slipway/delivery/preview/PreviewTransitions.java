package dev.slipway.delivery.preview;

import dev.slipway.kernel.TransitionTable;

/**
 * The life of a preview as a table. One that is ending takes no commit: what is being taken away and what is being
 * started would be instances of one environment. The commit is looked at again when it has ended.
 */
public final class PreviewTransitions {

    public static final TransitionTable<PreviewState, PreviewEvent> TABLE = TransitionTable.named(
                    "preview", PreviewState.LIVE, PreviewState.class, PreviewEvent.class)
            .row(PreviewState.LIVE, PreviewEvent.COMMIT, PreviewState.LIVE, "a new commit of its branch")
            .row(
                    PreviewState.LIVE,
                    PreviewEvent.END,
                    PreviewState.ENDING,
                    "its branch is gone or merged, its time is over, another one needs its place, or somebody says so")
            .row(PreviewState.ENDING, PreviewEvent.CLEARED, PreviewState.ENDED, "nothing of it is left")
            .row(PreviewState.ENDED, PreviewEvent.COMMIT, PreviewState.LIVE, "its branch has a new commit")
            .build();

    private PreviewTransitions() {}
}
