/** Workflow files: what they may say, read into immutable values with a finding for everything that is not understood. */
@NullMarked
package dev.slipway.actions.workflow;

import org.jspecify.annotations.NullMarked;
