/** The lives of runs and jobs as transition tables. */
@NullMarked
package dev.slipway.actions.run;

import org.jspecify.annotations.NullMarked;
