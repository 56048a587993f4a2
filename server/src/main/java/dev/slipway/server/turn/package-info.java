/** When user traffic turned to another release, and which of these turns changed what is measured. */
@NullMarked
package dev.slipway.server.turn;

import org.jspecify.annotations.NullMarked;
