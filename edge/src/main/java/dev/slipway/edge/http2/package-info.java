/** HTTP/2 at the edge's border, translated into the HTTP/1.1 that is spoken inside, one stream at a time. */
@NullMarked
package dev.slipway.edge.http2;

import org.jspecify.annotations.NullMarked;
