/** Probes of projects at work: where they come from, what is kept of them, and who may see and report. */
@NullMarked
package dev.slipway.server.probe;

import org.jspecify.annotations.NullMarked;
