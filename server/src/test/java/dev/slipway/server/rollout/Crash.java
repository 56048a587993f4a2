package dev.slipway.server.rollout;

/** The end of a control plane in the middle of what it does: nothing catches it, so nothing is tidied up after it. */
final class Crash extends Error {

    private static final long serialVersionUID = 1L;

    Crash(String where) {
        super(where, null, false, false);
    }
}
