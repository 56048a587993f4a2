/** Artifacts of a run: immutable archives named by their digest. */
@NullMarked
package dev.slipway.runner.artifact;

import org.jspecify.annotations.NullMarked;
