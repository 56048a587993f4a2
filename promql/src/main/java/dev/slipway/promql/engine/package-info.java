/**
 * Evaluates expressions. Results are dense: a series has one array with a value for each step of the query, so that
 * operators and aggregations are loops over arrays and every series is read once, however many steps there are.
 */
@NullMarked
package dev.slipway.promql.engine;

import org.jspecify.annotations.NullMarked;
