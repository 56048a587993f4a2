/** Rules over metrics: where they are written, when they are evaluated, and what they have come to. */
@NullMarked
package dev.slipway.server.rule;

import org.jspecify.annotations.NullMarked;
