/** Where targets are found: lists in the configuration, files, DNS, HTTP. */
@NullMarked
package dev.slipway.observe.discovery;

import org.jspecify.annotations.NullMarked;
