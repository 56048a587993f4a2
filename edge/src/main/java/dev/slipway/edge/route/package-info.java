/** Which requests go where: routes as the control plane wrote them, guarded by epoch and revision, kept on disk. */
@NullMarked
package dev.slipway.edge.route;

import org.jspecify.annotations.NullMarked;
