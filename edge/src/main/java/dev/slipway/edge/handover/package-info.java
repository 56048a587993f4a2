/** How one edge gives its listening sockets to the next, so that no connection is refused in between. */
@NullMarked
package dev.slipway.edge.handover;

import org.jspecify.annotations.NullMarked;
