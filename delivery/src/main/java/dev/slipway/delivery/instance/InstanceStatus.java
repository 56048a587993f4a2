package dev.slipway.delivery.instance;

import java.time.Instant;
import java.util.Optional;

/**
 * What the platform sees of an instance.
 *
 * @param name of the instance, as in its spec
 * @param address where it listens, such as {@code 127.0.0.1:41231}; absent before it has a port
 * @param state where in its life it is
 * @param since when it entered the state
 * @param restarts how often it was started again unasked
 * @param detail why, in words: the last health answer, the exit code, the last lines of its output
 */
public record InstanceStatus(
        String name,
        String project,
        String environment,
        String service,
        String release,
        int ordinal,
        Optional<String> address,
        InstanceState state,
        Instant since,
        int restarts,
        String detail) {}
