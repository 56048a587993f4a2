/** Where the code of other repositories' actions comes from, and which commits of it a project has pinned. */
@NullMarked
package dev.slipway.server.action;

import org.jspecify.annotations.NullMarked;
