package dev.slipway.platforms.process;

import dev.slipway.delivery.instance.InstanceSpec;
import dev.slipway.delivery.port.Platform.TaskResult;
import dev.slipway.kernel.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Runs commands of users in the folders of instances: in the instance's own copy of the artifact, with the environment
 * that instances have.
 */
public final class Errands {

    private final Workshop workshop;
    private final Tasks tasks;
    private final SecretSeal seal;

    private Errands(Workshop workshop, Tasks tasks, SecretSeal seal) {
        this.workshop = workshop;
        this.tasks = tasks;
        this.seal = seal;
    }

    /** @param root the platform's own folder */
    public static Errands in(
            Path root, ArtifactSource artifacts, SecretSeal seal, ProcessOptions options, InstantSource clock)
            throws IOException {
        Workshop workshop = Workshop.in(root, artifacts, options, Cgroups.none(), clock);
        Tasks tasks = new Tasks(Tree.privateFolder(root.resolve("tasks")), workshop, seal, options);
        return new Errands(workshop, tasks, seal);
    }

    /**
     * Looks whether the artifact is kept.
     *
     * @throws dev.slipway.kernel.Problem of kind NOT_FOUND, code {@code artifact-missing}
     */
    public void admit(InstanceSpec spec) throws IOException {
        workshop.content().require(spec.artifact());
    }

    /**
     * Makes everything that a command needs.
     *
     * @param more variables beside those of every instance
     * @throws dev.slipway.kernel.Problem of kind INVALID, code {@code program-missing}
     */
    public Ready prepare(InstanceSpec spec, Housing.Room room, List<String> argv, Map<String, String> more)
            throws IOException {
        Map<String, String> variables = new HashMap<>(more);
        variables.put(Nonce.VARIABLE, room.nonce());
        Workshop.Prepared prepared = workshop.prepare(spec, argv, new InstanceFolder(room.folder(), seal), variables);
        return () -> new Errand(Workshop.startPiped(prepared));
    }

    /** Ends at once what carries the room's nonce: commands that an earlier life of the control plane began. */
    public void endLeftovers(Housing.Room room) throws IOException, InterruptedException {
        LiveProcess.killCarriers(room.nonce(), new CgroupFolders(List.of(), List.of()));
    }

    /** Removes artifacts that were not used lately. */
    public void tidy(Set<Digest> needed) throws IOException {
        workshop.content().tidy(needed, _ -> true);
    }

    /** Ends what interrupted tasks have left. */
    public void endLeftoverTasks() throws IOException {
        tasks.endLeftovers();
    }

    /** Runs a command to its end in a copy of the artifact of its own. */
    public TaskResult runTask(InstanceSpec spec, List<String> command) throws InterruptedException {
        return tasks.run(spec, command);
    }

    /** A command that can begin. */
    @FunctionalInterface
    public interface Ready {
        Errand start() throws IOException;
    }
}
