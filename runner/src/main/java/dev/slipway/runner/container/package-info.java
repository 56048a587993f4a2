/** Containers of jobs: the one that steps run in, those beside it, and those that are actions. */
@NullMarked
package dev.slipway.runner.container;

import org.jspecify.annotations.NullMarked;
