/** YAML with positions: every value knows where its author wrote it. */
@NullMarked
package dev.slipway.kernel.yaml;

import org.jspecify.annotations.NullMarked;
