package dev.slipway.delivery.instance;

/** The life of an instance. */
public enum InstanceState {
    /** Its artifact is being unpacked and its process is about to start. */
    STARTING,
    /** The process runs and has not yet answered its health check often enough. */
    RUNNING,
    /** It answers its health check: it may get traffic. */
    HEALTHY,
    /** It was healthy and no longer answers; the process still runs. */
    UNHEALTHY,
    /** The process ended unasked, or hung and was ended, and will be started again after a pause. */
    BACKING_OFF,
    /** It did not become healthy in time or cannot be started: nobody tries again. */
    FAILED,
    /** It was asked to end and has its grace. */
    STOPPING,
    /** It has ended as asked; nothing of it runs. */
    STOPPED
}
