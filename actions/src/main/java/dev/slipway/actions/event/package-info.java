/** What happened to a repository, and which workflows it starts. */
@NullMarked
package dev.slipway.actions.event;

import org.jspecify.annotations.NullMarked;
