/** How well delivery does: the five metrics of DORA, as distributions. */
@NullMarked
package dev.slipway.delivery.dora;

import org.jspecify.annotations.NullMarked;
