/** The life of previews: environments that come with a branch and go with it. */
@NullMarked
package dev.slipway.delivery.preview;

import org.jspecify.annotations.NullMarked;
