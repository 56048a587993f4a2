/** The edge against real sockets and real instances. */
@NullMarked
package dev.slipway.edge;

import org.jspecify.annotations.NullMarked;
