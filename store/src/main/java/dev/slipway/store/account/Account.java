package dev.slipway.store.account;

import java.time.Instant;

/**
 * Someone who may log in.
 *
 * @param name unique, as written in approvals and the audit log
 * @param role what they may do
 * @param createdAt when the account was made
 * @param disabled true when nothing of it opens a door any more
 */
public record Account(String name, Role role, Instant createdAt, boolean disabled) {}
