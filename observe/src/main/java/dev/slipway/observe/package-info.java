/** Watches what was delivered: scrapes it, keeps its series, evaluates rules over them and tells people. */
@NullMarked
package dev.slipway.observe;

import org.jspecify.annotations.NullMarked;
