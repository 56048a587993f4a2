/** Certificates and their keys: read from files, chosen by name, replaced while traffic flows. */
@NullMarked
package dev.slipway.edge.tls;

import org.jspecify.annotations.NullMarked;
