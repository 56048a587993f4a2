/** Checks the files of a repository as a push would, before there is a push. */
@NullMarked
package dev.slipway.server.lint;

import org.jspecify.annotations.NullMarked;
