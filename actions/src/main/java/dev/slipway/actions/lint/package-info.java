/** What can be told about a workflow beside its errors: one rule a file, after actionlint (MIT). All of it are warnings. */
@NullMarked
package dev.slipway.actions.lint;

import org.jspecify.annotations.NullMarked;
