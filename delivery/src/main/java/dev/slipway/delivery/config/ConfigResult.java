package dev.slipway.delivery.config;

import dev.slipway.kernel.Finding;
import java.util.List;
import java.util.Optional;

/**
 * What came of reading one {@code slipway.yml}.
 *
 * @param config absent when there is at least one error
 * @param findings in the order of the text
 */
public record ConfigResult(Optional<DeliveryConfig> config, List<Finding> findings) {}
