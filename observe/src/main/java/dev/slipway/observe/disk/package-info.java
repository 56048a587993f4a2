/** Files that are still there after the power has failed. */
@NullMarked
package dev.slipway.observe.disk;

import org.jspecify.annotations.NullMarked;
