/** Folders that later runs may start from. */
@NullMarked
package dev.slipway.runner.cache;

import org.jspecify.annotations.NullMarked;
