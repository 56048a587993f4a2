/** Git over HTTP: bare repositories, checked pushes, and what the rest of the server reads from them. */
@NullMarked
package dev.slipway.server.git;

import org.jspecify.annotations.NullMarked;
