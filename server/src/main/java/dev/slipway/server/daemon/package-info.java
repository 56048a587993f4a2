/**
 * A process that stays behind after a local command and performs the next ones: what takes long in a command of a second
 * is the start of a Java machine and code that has not been compiled yet. See docs/decisions/0014.
 */
@NullMarked
package dev.slipway.server.daemon;

import org.jspecify.annotations.NullMarked;
