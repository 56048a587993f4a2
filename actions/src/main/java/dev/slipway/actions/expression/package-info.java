/** The expression language of GitHub Actions: values, syntax, evaluation, and texts with expressions in them. */
@NullMarked
package dev.slipway.actions.expression;

import org.jspecify.annotations.NullMarked;
