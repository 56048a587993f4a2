/** Running copies of a release. */
@NullMarked
package dev.slipway.delivery.instance;

import org.jspecify.annotations.NullMarked;
