/** Runs one planned job on this host and tells what came of it. */
@NullMarked
package dev.slipway.runner;

import org.jspecify.annotations.NullMarked;
