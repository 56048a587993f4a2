/** The language: from text to a checked expression, and back. */
@NullMarked
package dev.slipway.promql.syntax;

import org.jspecify.annotations.NullMarked;
