/** The machine a job runs on: its folders, processes, shells and environment. */
@NullMarked
package dev.slipway.runner.host;

import org.jspecify.annotations.NullMarked;
