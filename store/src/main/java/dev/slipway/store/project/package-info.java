/** The git repositories that Slipway knows. */
@NullMarked
package dev.slipway.store.project;

import org.jspecify.annotations.NullMarked;
