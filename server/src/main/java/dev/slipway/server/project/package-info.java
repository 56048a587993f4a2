/** Projects: their names, their repositories, and the remotes that some of them follow. */
@NullMarked
package dev.slipway.server.project;

import org.jspecify.annotations.NullMarked;
