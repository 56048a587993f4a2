/** Report files of test and analysis tools, read as figures that a gate can hold against thresholds. */
@NullMarked
package dev.slipway.delivery.report;

import org.jspecify.annotations.NullMarked;
