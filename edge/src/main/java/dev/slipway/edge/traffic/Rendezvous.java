package dev.slipway.edge.traffic;

/**
 * Keeps users with a release while weights change.
 *
 * <p>Each release gets a number in (0, 1) from a hash of the user and its own name; the smallest of {@code -ln(number) /
 * weight} wins. A release wins with the probability of its weight, as the smallest of exponential variables does, and a
 * weight that grows makes this release's value alone smaller: users come to it and none moves between others. Neither the
 * order of the releases nor the past matters. (D. Thaler and C. Ravishankar, "Using Name-Based Mappings to Increase Hit
 * Rates", 1998; with weights: C. Schindelhauer and G. Schomaker, "Weighted Distributed Hash Tables", 2005.)
 */
final class Rendezvous {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final double UNIT = 0x1.0p-53;

    private Rendezvous() {}

    static Arm choose(Arm[] arms, String user) {
        Arm best = arms[0];
        double least = Double.POSITIVE_INFINITY;
        for (Arm arm : arms) {
            double value = -Math.log(unit(user, arm.traffic().release())) / arm.weight();
            if (value < least) {
                least = value;
                best = arm;
            }
        }
        return best;
    }

    /** Between 0 and 1, neither of them. */
    private static double unit(String user, String release) {
        long hash = fnv(fnv(fnv(FNV_OFFSET, user), "\0"), release);
        // The finalizer of SplitMix64 (Steele, Lea, Flood 2014): FNV alone leaves the high bits of short texts alike.
        hash = (hash ^ (hash >>> 30)) * 0xbf58476d1ce4e5b9L;
        hash = (hash ^ (hash >>> 27)) * 0x94d049bb133111ebL;
        hash ^= hash >>> 31;
        return ((hash >>> 11) + 0.5) * UNIT;
    }

    private static long fnv(long start, String text) {
        long hash = start;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }
}
