/** Addresses of networks, judged before anything is sent to them. */
@NullMarked
package dev.slipway.kernel.net;

import org.jspecify.annotations.NullMarked;
