package dev.slipway.platforms.process;

import dev.slipway.delivery.instance.InstanceStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Consumer;

/** Keeps instances running as processes of this machine, in sessions of their own. */
public final class ProcessPlatform extends InstancePlatform {

    /**
     * @param home kept by this platform alone, such as {@code SLIPWAY_HOME/instances}
     * @param listener told of every change of state; see {@link #onChange}
     * @throws dev.slipway.kernel.Problem of kind CONFLICT, code {@code instances-in-use}, when another platform holds the
     *     folder
     */
    public ProcessPlatform(
            Path home,
            ArtifactSource artifacts,
            SecretSeal seal,
            InstantSource clock,
            ProcessOptions options,
            Consumer<InstanceStatus> listener) {
        this(home, artifacts, seal, clock, options, listener, Alarms.ofRealTime());
    }

    ProcessPlatform(
            Path home,
            ArtifactSource artifacts,
            SecretSeal seal,
            InstantSource clock,
            ProcessOptions options,
            Consumer<InstanceStatus> listener,
            Alarms alarms) {
        super(
                "process",
                home,
                seal,
                clock,
                options,
                listener,
                alarms,
                root -> housing(root, artifacts, seal, options, clock));
    }

    private static Housing housing(
            Path root, ArtifactSource artifacts, SecretSeal seal, ProcessOptions options, InstantSource clock)
            throws IOException {
        Cgroups cgroups = options.limits() ? Cgroups.detect() : Cgroups.none();
        Workshop workshop = Workshop.in(root, artifacts, options, cgroups, clock);
        Tasks tasks = new Tasks(Tree.privateFolder(root.resolve("tasks")), workshop, seal, options);
        return new ProcessHousing(workshop, tasks, seal);
    }
}
