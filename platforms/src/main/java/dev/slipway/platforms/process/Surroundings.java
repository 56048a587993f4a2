package dev.slipway.platforms.process;

import dev.slipway.delivery.instance.InstanceStatus;
import java.io.IOException;
import java.time.InstantSource;

/** What a supervisor needs from its platform. */
interface Surroundings {

    ProcessOptions options();

    InstantSource clock();

    Alarms alarms();

    Ports ports();

    Housing housing();

    HealthProbe probe();

    /** Who may be ended for hanging. */
    Turns turns();

    /** Announces a change of state. */
    void tell(InstanceStatus status);

    /** The instance has stopped: its folder goes, and its name is free. */
    void forget(Supervisor supervisor, InstanceFolder folder) throws IOException;
}
