/** Samples that other programs send: Prometheus' remote write. */
@NullMarked
package dev.slipway.observe.remote;

import org.jspecify.annotations.NullMarked;
