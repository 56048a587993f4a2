/** What people tell the users of a project about trouble, on its status page. */
@NullMarked
package dev.slipway.server.incident;

import org.jspecify.annotations.NullMarked;
