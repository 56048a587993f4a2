/** How a command that needs no server is called: by a process of its own, or by a daemon on behalf of another one. */
@NullMarked
package dev.slipway.server.invocation;

import org.jspecify.annotations.NullMarked;
