package dev.slipway.runner;

/** How the work of a step ended, before anything is made of it. */
enum StepEnd {
    /** Well. */
    DONE,
    /** It failed, and the log says why. */
    FAILED,
    /** It took longer than the step's timeout. */
    TIMED_OUT,
    /** It was stopped because the job is being cancelled. */
    STOPPED
}
