/** State in SQLite or PostgreSQL: one schema, one SQL, one transaction per transition. */
@NullMarked
package dev.slipway.store;

import org.jspecify.annotations.NullMarked;
