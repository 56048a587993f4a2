/** The door: declared routes, who may use each, sessions and tokens, errors, live events, health and metrics. */
@NullMarked
package dev.slipway.server.web;

import org.jspecify.annotations.NullMarked;
