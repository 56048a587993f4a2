/** Rule tests in promtool's format: series, and what rules and expressions make of them. */
@NullMarked
package dev.slipway.promql.unittest;

import org.jspecify.annotations.NullMarked;
