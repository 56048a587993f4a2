/** Files in bulk: globs, digests, and archives that are equal when their content is equal. */
@NullMarked
package dev.slipway.runner.file;

import org.jspecify.annotations.NullMarked;
