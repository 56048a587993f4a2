/** {@code slipway run}: workflows of a folder on this machine, by the same planner and runner as the server's. */
@NullMarked
package dev.slipway.server.local;

import org.jspecify.annotations.NullMarked;
