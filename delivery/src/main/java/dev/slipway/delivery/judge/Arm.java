package dev.slipway.delivery.judge;

/**
 * What one side of a comparison did between two looks.
 *
 * @param requests requests answered since the previous look
 * @param errors how many of them failed
 * @param latency how long they took; may hold fewer than {@code requests}, or none, where latency was not measured
 */
public record Arm(long requests, long errors, LatencyHistogram latency) {

    private static final Arm NONE = new Arm(0, 0, LatencyHistogram.empty());

    /** @throws dev.slipway.kernel.Problem code {@code bad-observation}, when a count is negative or errors exceed requests */
    public Arm {
        if (requests < 0 || errors < 0 || errors > requests) {
            throw BadInput.observation(errors + " errors of " + requests + " requests");
        }
    }

    /** Nothing was seen. */
    public static Arm none() {
        return NONE;
    }

    /** Counts alone, where latency was not measured. */
    public static Arm of(long requests, long errors) {
        return new Arm(requests, errors, LatencyHistogram.empty());
    }

    /** Both taken together. */
    public Arm merge(Arm other) {
        return new Arm(requests + other.requests, errors + other.errors, latency.merge(other.latency));
    }

    /** Share of requests that failed, from 0 to 1; NaN without requests. */
    public double errorRate() {
        return requests == 0 ? Double.NaN : (double) errors / requests;
    }
}
