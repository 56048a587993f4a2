package dev.slipway.observe.patrol;

/** Is told when an endpoint counts as something else than before. */
@FunctionalInterface
public interface PatrolNews {

    /**
     * Called one at a time.
     *
     * @param before what it counted as
     * @param now with the result that made the difference
     */
    void changed(Standing.State before, ProbeStatus now);
}
