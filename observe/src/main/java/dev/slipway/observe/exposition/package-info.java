/** What monitored programs say about themselves: the Prometheus text format and OpenMetrics, read with all their rules. */
@NullMarked
package dev.slipway.observe.exposition;

import org.jspecify.annotations.NullMarked;
