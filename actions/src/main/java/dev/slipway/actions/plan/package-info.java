/** From a workflow and an event to jobs: matrices, order, conditions, results. Decisions only; whoever runs the jobs acts on them. */
@NullMarked
package dev.slipway.actions.plan;

import org.jspecify.annotations.NullMarked;
