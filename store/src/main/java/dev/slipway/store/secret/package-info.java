/** Secrets, sealed, and variables, in clear, of projects and their environments. */
@NullMarked
package dev.slipway.store.secret;

import org.jspecify.annotations.NullMarked;
