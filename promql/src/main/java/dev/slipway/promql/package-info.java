/** PromQL as Prometheus 3 defines it, over any source of series: no clock, no thread, no input. */
@NullMarked
package dev.slipway.promql;

import org.jspecify.annotations.NullMarked;
