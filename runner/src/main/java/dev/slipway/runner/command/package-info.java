/** How a step talks back to the runner: commands in its output, and the files that it may write to. */
@NullMarked
package dev.slipway.runner.command;

import org.jspecify.annotations.NullMarked;
