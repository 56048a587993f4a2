/** What is said to the forge that a project's commits come from: GitHub, GitLab, Gitea or Forgejo. */
@NullMarked
package dev.slipway.server.forge;

import org.jspecify.annotations.NullMarked;
