/** What holds for every platform. */
@NullMarked
package dev.slipway.platforms;

import org.jspecify.annotations.NullMarked;
