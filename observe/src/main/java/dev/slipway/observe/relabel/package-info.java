/** Relabelling as Prometheus does it: rules that turn one set of labels into another, or drop it. */
@NullMarked
package dev.slipway.observe.relabel;

import org.jspecify.annotations.NullMarked;
