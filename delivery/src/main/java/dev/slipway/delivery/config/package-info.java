/** What a project's {@code slipway.yml} says: services, environments, strategies, gates. */
@NullMarked
package dev.slipway.delivery.config;

import org.jspecify.annotations.NullMarked;
