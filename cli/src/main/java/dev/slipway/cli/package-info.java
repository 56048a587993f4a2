/** The slipway command: a thin client of the server's API. */
@NullMarked
package dev.slipway.cli;

import org.jspecify.annotations.NullMarked;
