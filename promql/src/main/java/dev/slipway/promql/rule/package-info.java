/** Rule files of Prometheus: reading, checking, and what their rules do at each evaluation, as values. */
@NullMarked
package dev.slipway.promql.rule;

import org.jspecify.annotations.NullMarked;
