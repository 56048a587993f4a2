/** Reading Prometheus' configuration values with their positions: every key known or refused. */
@NullMarked
package dev.slipway.observe.config;

import org.jspecify.annotations.NullMarked;
