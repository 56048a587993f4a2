/** The HTTP API of Prometheus over Slipway's own store: Grafana and promtool ask here. */
@NullMarked
package dev.slipway.server.query;

import org.jspecify.annotations.NullMarked;
