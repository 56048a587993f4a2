/** Runs, the legs of their jobs, their artifacts and the schedules that start them. */
@NullMarked
package dev.slipway.store.run;

import org.jspecify.annotations.NullMarked;
