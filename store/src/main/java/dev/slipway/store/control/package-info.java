/** Which server leads: one at a time, by a lease, with an epoch that fences its predecessors. */
@NullMarked
package dev.slipway.store.control;

import org.jspecify.annotations.NullMarked;
