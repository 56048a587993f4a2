/** Samples and numbers as few bits and bytes: XOR chunks, varints, checksums. */
@NullMarked
package dev.slipway.observe.encoding;

import org.jspecify.annotations.NullMarked;
