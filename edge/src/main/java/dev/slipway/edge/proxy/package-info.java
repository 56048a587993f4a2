/** The data path: connections of clients and to instances, and the exchanges between them, each on one event loop. */
@NullMarked
package dev.slipway.edge.proxy;

import org.jspecify.annotations.NullMarked;
