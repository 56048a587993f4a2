/** Probes as a project tells them: what is asked of whom, how often, and what the answer must be. */
@NullMarked
package dev.slipway.observe.probe;

import org.jspecify.annotations.NullMarked;
