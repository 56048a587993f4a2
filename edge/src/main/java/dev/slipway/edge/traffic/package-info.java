/** The switch: which instance a request goes to, and the counters that prove what each release did with its share. */
@NullMarked
package dev.slipway.edge.traffic;

import org.jspecify.annotations.NullMarked;
