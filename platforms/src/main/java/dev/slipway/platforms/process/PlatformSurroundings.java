package dev.slipway.platforms.process;

import dev.slipway.delivery.instance.InstanceStatus;
import java.io.IOException;
import java.time.InstantSource;
import java.util.function.Consumer;

/** The parts that all supervisors of one platform share. */
final class PlatformSurroundings implements Surroundings, AutoCloseable {

    private final ProcessOptions options;
    private final InstantSource clock;
    private final Alarms alarms;
    private final Ports ports;
    private final Housing housing;
    private final Turns turns;
    private final Consumer<InstanceStatus> told;
    private final Forget forget;
    private final HealthProbe probe = new HealthProbe();

    PlatformSurroundings(
            ProcessOptions options,
            InstantSource clock,
            Alarms alarms,
            Ports ports,
            Housing housing,
            Turns turns,
            Consumer<InstanceStatus> told,
            Forget forget) {
        this.options = options;
        this.clock = clock;
        this.alarms = alarms;
        this.ports = ports;
        this.housing = housing;
        this.turns = turns;
        this.told = told;
        this.forget = forget;
    }

    @Override
    public ProcessOptions options() {
        return options;
    }

    @Override
    public InstantSource clock() {
        return clock;
    }

    @Override
    public Alarms alarms() {
        return alarms;
    }

    @Override
    public Ports ports() {
        return ports;
    }

    @Override
    public Housing housing() {
        return housing;
    }

    @Override
    public HealthProbe probe() {
        return probe;
    }

    @Override
    public Turns turns() {
        return turns;
    }

    @Override
    public void tell(InstanceStatus status) {
        told.accept(status);
    }

    @Override
    public void forget(Supervisor supervisor, InstanceFolder folder) throws IOException {
        forget.forget(supervisor, folder);
    }

    @Override
    public void close() {
        alarms.close();
        probe.close();
        housing.close();
    }

    /** What the platform does with an instance that has stopped. */
    @FunctionalInterface
    interface Forget {
        void forget(Supervisor supervisor, InstanceFolder folder) throws IOException;
    }
}
