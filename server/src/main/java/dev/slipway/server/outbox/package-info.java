/** What is to be told outside, kept until it has arrived. */
@NullMarked
package dev.slipway.server.outbox;

import org.jspecify.annotations.NullMarked;
