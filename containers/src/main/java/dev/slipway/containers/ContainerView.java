package dev.slipway.containers;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is known of a container.
 *
 * @param image id of its image
 * @param created when it was made, by the engine's clock
 * @param running whether its process runs
 * @param exitCode of its process once it has ended
 * @param health of the check that the engine makes
 * @param check that check; absent where there is none
 * @param env of its process, the image's included
 * @param ports of this machine by ports of the container such as {@code 80/tcp}
 * @param outOfMemory whether the kernel ended it for want of memory
 * @param processes id of its first process in the engine's own count; 0 when none runs
 */
public record ContainerView(
        String id,
        String name,
        String image,
        Instant created,
        boolean running,
        OptionalInt exitCode,
        Health health,
        Optional<Check> check,
        Map<String, String> env,
        Map<String, String> labels,
        Map<String, Integer> ports,
        boolean outOfMemory,
        long processes) {

    /**
     * How the engine checks a container.
     *
     * @param interval between two checks
     * @param first the longest time from the container's start until its first check is over
     * @param made how many of the latest checks the engine tells of; 0 when it has made none
     */
    public record Check(Duration interval, Duration first, int made) {}

    /** What the engine's own check of a container says. */
    public enum Health {
        /** Nobody checks it. */
        UNCHECKED,
        /** It has not answered often enough. */
        STARTING,
        /** It answers. */
        HEALTHY,
        /** It does not. */
        UNHEALTHY
    }
}
