package dev.slipway.platforms.command;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a release on its target.
 *
 * @param command that brought it there: {@code deploy} or {@code rollback}
 * @param deployed whether that command ended well; false while it runs, and after it failed or was cut off
 * @param address that it printed
 */
record TargetRecord(
        String command, boolean deployed, @Nullable String address) {}
