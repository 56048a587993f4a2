/** Releases: what gets approved and deployed. */
@NullMarked
package dev.slipway.delivery.release;

import org.jspecify.annotations.NullMarked;
