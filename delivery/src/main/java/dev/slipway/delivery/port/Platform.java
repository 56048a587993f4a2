package dev.slipway.delivery.port;

import dev.slipway.delivery.instance.InstanceSpec;
import dev.slipway.delivery.instance.InstanceStatus;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Something that keeps instances running: this machine's processes first. Every call is idempotent and returns at once;
 * what it leads to is seen by {@link #instances()} and announced by the listener.
 */
public interface Platform {

    /** The word in {@code slipway.yml}. */
    String kind();

    /**
     * Sees to it that the instance runs. The name of a spec stands for all it says: a second call with the same name
     * and another content is refused with code {@code instance-differs}.
     */
    void ensure(InstanceSpec spec);

    /** Sees to it that the instance does not run; forgets it when it has ended. Unknown names are fine. */
    void stop(String name);

    /** All instances that exist, also those that an earlier life of the control plane started. */
    List<InstanceStatus> instances();

    Optional<InstanceStatus> instance(String name);

    /**
     * The last lines that the instance has written, oldest first, with its secrets masked; also those of its earlier
     * lives.
     *
     * @param maxLines at least 1
     * @throws dev.slipway.kernel.Problem of kind NOT_FOUND, code {@code instance-unknown}
     */
    List<String> output(String name, int maxLines) throws InterruptedException;

    /**
     * Reads on in what the instance writes.
     *
     * @param from {@code next} of an earlier page; else the reading begins with the last lines
     * @param lines how many of the last lines come first where there is no such place; at least 1
     * @throws dev.slipway.kernel.Problem of kind NOT_FOUND, code {@code instance-unknown}; of kind INVALID, code
     *     {@code bad-place}
     */
    OutputReader follow(String name, Optional<String> from, int lines);

    /** Runs a command inside an unpacked artifact to its end, as migrations need it. */
    TaskResult runTask(InstanceSpec spec, List<String> command) throws InterruptedException;

    /** Tells the listener of every change of state; it must return quickly. */
    void onChange(Consumer<InstanceStatus> listener);

    /**
     * Says which instances somebody judges: they are not started anew for hanging, for whoever judges them has to see
     * it. Until it is said, none is.
     */
    void spares(Predicate<InstanceStatus> judged);

    /** @param output the last lines, masked */
    record TaskResult(int exitCode, String output) {}
}
