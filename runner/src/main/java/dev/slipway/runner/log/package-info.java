/** What a job says while it runs: lines, and the notes it pins to files. */
@NullMarked
package dev.slipway.runner.log;

import org.jspecify.annotations.NullMarked;
