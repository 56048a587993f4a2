package dev.slipway.server.run;

/** Whose code a run is of, so that it is told from one's own wherever runs are shown. */
public enum RunOrigin {
    /** Of those who may push to the project. */
    OURS(""),
    /** Of a fork. */
    FORK("from a fork"),
    /** Of a fork, and nobody has approved it yet. */
    FORK_WAITING("from a fork: waits for approval");

    private final String words;

    RunOrigin(String words) {
        this.words = words;
    }

    /** Empty for one's own. */
    public String words() {
        return words;
    }

    public boolean waits() {
        return this == FORK_WAITING;
    }
}
