/** What the delivery engine asks of the world: platforms that keep instances running, an edge that carries traffic. */
@NullMarked
package dev.slipway.delivery.port;

import org.jspecify.annotations.NullMarked;
