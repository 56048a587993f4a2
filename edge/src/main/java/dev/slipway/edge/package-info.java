/** The data plane as a process: how it starts, where it keeps its state, and how it ends. */
@NullMarked
package dev.slipway.edge;

import org.jspecify.annotations.NullMarked;
