/** Runs of workflows: from a push to jobs on this host and back to results. */
@NullMarked
package dev.slipway.server.run;

import org.jspecify.annotations.NullMarked;
