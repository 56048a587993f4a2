/** HTTP/1.1 framing (RFC 9112), strict and lean: where a message begins and ends, and nothing about what it means. */
@NullMarked
package dev.slipway.edge.http;

import org.jspecify.annotations.NullMarked;
