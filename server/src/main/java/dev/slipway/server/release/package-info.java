/** Makes releases of commits whose runs have succeeded. */
@NullMarked
package dev.slipway.server.release;

import org.jspecify.annotations.NullMarked;
