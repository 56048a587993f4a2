/** Servers outside that speak Prometheus' HTTP API and hold the series of a project in the store's place. */
@NullMarked
package dev.slipway.observe.outside;

import org.jspecify.annotations.NullMarked;
