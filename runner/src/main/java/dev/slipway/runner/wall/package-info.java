/** Walls around a job: an account of its own, and a room of its own in which its programs see nothing of others. */
@NullMarked
package dev.slipway.runner.wall;

import org.jspecify.annotations.NullMarked;
