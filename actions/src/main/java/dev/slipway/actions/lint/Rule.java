package dev.slipway.actions.lint;

/** One kind of thing to warn of. */
interface Rule {

    /** Tells what it finds. */
    void check(Subject subject, Report report);
}
