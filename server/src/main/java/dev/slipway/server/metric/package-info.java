/** Sources of the metrics that the judge looks at. */
@NullMarked
package dev.slipway.server.metric;

import org.jspecify.annotations.NullMarked;
