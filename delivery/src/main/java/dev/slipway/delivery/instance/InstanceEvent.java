package dev.slipway.delivery.instance;

/** What happens to an instance. */
public enum InstanceEvent {
    /** Its process has been started, or found running after a restart of the control plane. */
    STARTED,
    /** It cannot be started and trying again would not help: no artifact, no such program. */
    CANNOT_START,
    /** It answered its health check often enough in a row. */
    BECAME_HEALTHY,
    /** It failed its health check often enough in a row. */
    BECAME_UNHEALTHY,
    /** It was not healthy in time after its first start. */
    START_TIMED_OUT,
    /** Its process ended unasked, or had to be ended because a later start did not become healthy. */
    ENDED_UNASKED,
    /** It failed its health check for longer than its service allows, and had to be ended. */
    HUNG,
    /** The pause after an unasked end is over. */
    PAUSE_OVER,
    /** Somebody wants it gone. */
    STOP_ASKED,
    /** Nothing of it runs any more. */
    ENDED
}
