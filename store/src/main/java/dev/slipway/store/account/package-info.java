/** Accounts, their tokens, browser sessions and login links; nothing that opens a door is stored as it is. */
@NullMarked
package dev.slipway.store.account;

import org.jspecify.annotations.NullMarked;
