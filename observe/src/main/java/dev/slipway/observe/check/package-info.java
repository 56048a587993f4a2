/** Probes at work: one check of one endpoint, over the network or by a program. */
@NullMarked
package dev.slipway.observe.check;

import org.jspecify.annotations.NullMarked;
