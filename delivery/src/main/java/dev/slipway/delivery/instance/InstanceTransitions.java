package dev.slipway.delivery.instance;

import dev.slipway.kernel.TransitionTable;

/** The life of an instance as a table; platforms take their transitions from here and from nowhere else. */
public final class InstanceTransitions {

    private static final TransitionTable<InstanceState, InstanceEvent> TABLE = TransitionTable.named(
                    "instance", InstanceState.STARTING, InstanceState.class, InstanceEvent.class)
            .row(InstanceState.STARTING, InstanceEvent.STARTED, InstanceState.RUNNING, "its process runs")
            .row(
                    InstanceState.STARTING,
                    InstanceEvent.CANNOT_START,
                    InstanceState.FAILED,
                    "no artifact, no such program, or an archive that is refused")
            .row(
                    InstanceState.STARTING,
                    InstanceEvent.ENDED_UNASKED,
                    InstanceState.BACKING_OFF,
                    "it ran before and cannot be started just now")
            .row(InstanceState.STARTING, InstanceEvent.STOP_ASKED, InstanceState.STOPPING, "unwanted before it ran")
            .row(InstanceState.RUNNING, InstanceEvent.BECAME_HEALTHY, InstanceState.HEALTHY, "good answers in a row")
            .row(
                    InstanceState.RUNNING,
                    InstanceEvent.START_TIMED_OUT,
                    InstanceState.FAILED,
                    "not healthy within the start timeout")
            .row(
                    InstanceState.RUNNING,
                    InstanceEvent.ENDED_UNASKED,
                    InstanceState.BACKING_OFF,
                    "the process ended, or a later start did not become healthy")
            .row(InstanceState.RUNNING, InstanceEvent.STOP_ASKED, InstanceState.STOPPING, "unwanted")
            .row(InstanceState.HEALTHY, InstanceEvent.BECAME_UNHEALTHY, InstanceState.UNHEALTHY, "bad answers in a row")
            .row(InstanceState.HEALTHY, InstanceEvent.ENDED_UNASKED, InstanceState.BACKING_OFF, "the process ended")
            .row(InstanceState.HEALTHY, InstanceEvent.STOP_ASKED, InstanceState.STOPPING, "unwanted")
            .row(InstanceState.UNHEALTHY, InstanceEvent.BECAME_HEALTHY, InstanceState.HEALTHY, "good answers in a row")
            .row(InstanceState.UNHEALTHY, InstanceEvent.ENDED_UNASKED, InstanceState.BACKING_OFF, "the process ended")
            .row(InstanceState.UNHEALTHY, InstanceEvent.HUNG, InstanceState.BACKING_OFF, "unhealthy for too long")
            .row(InstanceState.UNHEALTHY, InstanceEvent.STOP_ASKED, InstanceState.STOPPING, "unwanted")
            .row(InstanceState.BACKING_OFF, InstanceEvent.PAUSE_OVER, InstanceState.STARTING, "the pause is over")
            .row(
                    InstanceState.BACKING_OFF,
                    InstanceEvent.START_TIMED_OUT,
                    InstanceState.FAILED,
                    "it ended again and again and was never healthy")
            .row(InstanceState.BACKING_OFF, InstanceEvent.STOP_ASKED, InstanceState.STOPPING, "unwanted")
            .row(InstanceState.FAILED, InstanceEvent.STOP_ASKED, InstanceState.STOPPING, "cleared away")
            .row(InstanceState.STOPPING, InstanceEvent.ENDED, InstanceState.STOPPED, "nothing of it runs")
            .build();

    private InstanceTransitions() {}

    public static TransitionTable<InstanceState, InstanceEvent> table() {
        return TABLE;
    }
}
