/** The service that stock actions talk to while a job runs: artifacts, caches and their bytes, as GitHub's protocol has it. */
@NullMarked
package dev.slipway.server.results;

import org.jspecify.annotations.NullMarked;
