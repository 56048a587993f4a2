/** Who did what and when: append-only, each row chained to the one before. */
@NullMarked
package dev.slipway.store.audit;

import org.jspecify.annotations.NullMarked;
