/** Alerts by e-mail. */
@NullMarked
package dev.slipway.observe.mail;

import org.jspecify.annotations.NullMarked;
