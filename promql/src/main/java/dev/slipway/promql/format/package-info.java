/** Numbers, lengths of time and text as Prometheus writes them, which is as Go writes them. */
@NullMarked
package dev.slipway.promql.format;

import org.jspecify.annotations.NullMarked;
