/** Watching what was delivered: the time-series store of the server and the scraping that fills it. */
@NullMarked
package dev.slipway.server.watch;

import org.jspecify.annotations.NullMarked;
