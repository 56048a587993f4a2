/** The log of all requests that were carried or answered. */
@NullMarked
package dev.slipway.edge.access;

import org.jspecify.annotations.NullMarked;
