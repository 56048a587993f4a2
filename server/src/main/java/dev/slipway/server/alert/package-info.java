/** Alerts at work: who is told of them, when, and whether it has arrived. */
@NullMarked
package dev.slipway.server.alert;

import org.jspecify.annotations.NullMarked;
