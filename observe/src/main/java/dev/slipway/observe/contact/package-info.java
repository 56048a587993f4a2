/** How programs outside are spoken to: as whom, by which certificates, with which secrets. */
@NullMarked
package dev.slipway.observe.contact;

import org.jspecify.annotations.NullMarked;
