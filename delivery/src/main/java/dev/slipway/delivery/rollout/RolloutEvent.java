package dev.slipway.delivery.rollout;

/** What can happen to a rollout. */
public enum RolloutEvent {
    /** Its release and its rules were found. */
    ADMIT,
    /** Every gate is fulfilled and the environment is free. */
    OPEN,
    /** What it needs is frozen and the database is expanded. */
    PREPARE,
    /** All instances of the new release are healthy. */
    HEALTHY,
    /** The smoke tests succeeded. */
    VERIFY,
    /** The edge has the wanted weights. */
    ROUTE,
    /** The stage is done and another follows. */
    ADVANCE,
    /** The stage is done, and the next one needs more instances of the new release. */
    GROW,
    /** The last stage is done: all traffic is on the new release. */
    COMPLETE,
    /** It has to wait for a person. */
    HOLD,
    /** What it waited for has come. */
    RESUME,
    /** The release is recorded as the environment's. */
    SETTLE,
    /** The bake is over, or a person ended it. */
    BAKED,
    /** The old release is gone and migrations are contracted. */
    FINISH,
    /** It failed: by its instances, its smoke tests, the judge or a deadline. */
    FAIL,
    /** A person called it off. */
    ABORT,
    /** A newer release takes its place. */
    SUPERSEDE,
    /** The old release has its traffic back. */
    RESTORE,
    /** The old release was seen serving. */
    CONFIRM,
    /** It cannot be undone by machine. */
    ESCALATE,
    /** A person wants the rollback tried again. */
    RETRY,
    /** A person wants the new release to stay, whatever the judge says. */
    ACCEPT,
    /** A person has put things right and closes it. */
    CLOSE
}
