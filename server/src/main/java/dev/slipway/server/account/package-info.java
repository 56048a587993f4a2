/** Who may come in, and how they show it: passwords, tokens, browser sessions, login links, the first setup. */
@NullMarked
package dev.slipway.server.account;

import org.jspecify.annotations.NullMarked;
