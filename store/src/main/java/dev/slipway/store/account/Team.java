package dev.slipway.store.account;

import java.time.Instant;
import java.util.List;

/**
 * Accounts that gates ask as one.
 *
 * @param name unique; gates write it as {@code team:NAME}
 * @param members names of accounts, in their order
 * @param createdAt when it was made
 */
public record Team(String name, List<String> members, Instant createdAt) {}
