/** The language as data: which keys each part of a file has, of what type, and what their expressions may name. */
@NullMarked
package dev.slipway.actions.schema;

import org.jspecify.annotations.NullMarked;
