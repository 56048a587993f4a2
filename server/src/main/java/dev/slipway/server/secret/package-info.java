/** Secrets of projects and of Slipway itself, unreadable without the keyring of this server. */
@NullMarked
package dev.slipway.server.secret;

import org.jspecify.annotations.NullMarked;
