package dev.slipway.platforms.process;

import dev.slipway.delivery.instance.InstanceSpec;
import dev.slipway.delivery.port.Platform.TaskResult;
import dev.slipway.kernel.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What instances live in: processes of this machine, or containers. The supervisor decides what is to happen to an
 * instance, a housing knows how it is done; so every platform of this machine has the same life of instances.
 */
public interface Housing extends AutoCloseable {

    /**
     * Looks whether what the instance needs is kept, without making it ready.
     *
     * @throws dev.slipway.kernel.Problem when it can never be started
     */
    void admit(InstanceSpec spec) throws IOException;

    /** Everything that can be made before the start: what fails here leaves nothing running. */
    Ready prepare(InstanceSpec spec, Room room) throws IOException, InterruptedException;

    /** The running life of that room, which an earlier life of the control plane may have begun. */
    Optional<Life> find(InstanceSpec spec, Room room) throws IOException, InterruptedException;

    /** Ends at once and clears away what carries the room's nonce. */
    void clear(InstanceSpec spec, Room room) throws IOException, InterruptedException;

    /** Where the life in that room is reached; absent while it is not known, or where the edge has nothing to do with it. */
    default Optional<String> address(InstanceSpec spec, Room room) {
        return Optional.of("127.0.0.1:" + room.port());
    }

    /** A line of the instance's own files; with its time where the housing writes that before it. */
    default TimedLine kept(String line) {
        return TimedLine.untimed(line);
    }

    /** Why no life can begin or end in it just now, whatever the instance; for people. */
    default Optional<String> away() {
        return Optional.empty();
    }

    /** Runs a command to its end in what the instance would live in. */
    TaskResult runTask(InstanceSpec spec, List<String> command) throws InterruptedException;

    /**
     * Clears away what interrupted tasks, and instances that nobody knows any more, have left.
     *
     * @param nonces of the instances that are known
     */
    void begin(List<String> nonces) throws IOException;

    /**
     * Removes what is kept of artifacts that were not used lately, and can be made again from them.
     *
     * @param needed by the instances that are known
     */
    void tidy(Set<Digest> needed) throws IOException;

    @Override
    void close();

    /** A life that can begin. */
    @FunctionalInterface
    interface Ready {
        Life start() throws IOException, InterruptedException;
    }

    /**
     * What one life of an instance is given.
     *
     * @param folder of the instance
     * @param nonce that names this life and no other
     * @param port of the loopback interface where it is reached
     * @param process that it was when it was last seen; for housings of processes
     */
    record Room(Path folder, String nonce, int port, Optional<Running> process) {}
}
