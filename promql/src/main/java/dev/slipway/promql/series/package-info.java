/** What PromQL reads: series with labels and samples, and the port that a store of series implements. */
@NullMarked
package dev.slipway.promql.series;

import org.jspecify.annotations.NullMarked;
