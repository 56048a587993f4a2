package dev.slipway.edge.traffic;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * One release of a route in one version of the table.
 *
 * @param traffic its counters, the same object in every version
 * @param weight 0 for one that only rules lead to
 * @param instances not empty
 */
record Arm(ReleaseTraffic traffic, int weight, List<InstanceTraffic> instances) {

    Arm {
        instances = List.copyOf(instances);
    }

    /**
     * The instance with the fewest requests in flight; among equals a random one, so that idle instances share evenly.
     * Those that refused a connection a moment ago come last.
     *
     * @param avoided not this one, unless it is the only one
     */
    InstanceTraffic leastBusy(@Nullable InstanceTraffic avoided, long nanoTime) {
        int size = instances.size();
        if (size == 1) {
            return instances.getFirst();
        }
        int start = ThreadLocalRandom.current().nextInt(size);
        InstanceTraffic best = null;
        long bestRank = Long.MAX_VALUE;
        for (int i = 0; i < size; i++) {
            InstanceTraffic candidate = instances.get((start + i) % size);
            long rank = rank(candidate, avoided, nanoTime);
            if (best == null || rank < bestRank) {
                best = candidate;
                bestRank = rank;
            }
        }
        return best == null ? instances.getFirst() : best;
    }

    private static long rank(InstanceTraffic candidate, @Nullable InstanceTraffic avoided, long nanoTime) {
        long rank = candidate.inFlight();
        if (candidate == avoided) {
            return rank + (2L << 32);
        }
        return candidate.isSkipped(nanoTime) ? rank + (1L << 32) : rank;
    }
}
