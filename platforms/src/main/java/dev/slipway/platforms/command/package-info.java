/** Brings instances to targets of the user's own, by the user's own commands. */
@NullMarked
package dev.slipway.platforms.command;

import org.jspecify.annotations.NullMarked;
