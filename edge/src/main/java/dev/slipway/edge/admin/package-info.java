/** The control plane's door to the edge: routes, counters and health over authenticated HTTP on loopback. */
@NullMarked
package dev.slipway.edge.admin;

import org.jspecify.annotations.NullMarked;
