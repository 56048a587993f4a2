package dev.slipway.observe.patrol;

import java.time.Instant;
import java.util.Optional;

/**
 * How an endpoint is doing.
 *
 * @param since when it has counted as what it does, as far as this life of the server knows
 */
public record ProbeStatus(Watched watched, Standing standing, Instant since, Optional<Outcome> last) {}
