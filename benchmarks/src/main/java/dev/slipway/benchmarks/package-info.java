/** Measurements against the real parts, each bounded and printed as a Markdown table. */
@NullMarked
package dev.slipway.benchmarks;

import org.jspecify.annotations.NullMarked;
