package dev.slipway.platforms.process;

/**
 * One answer to a health check.
 *
 * @param good whether it counts for the instance
 * @param listening whether anything listened; false means that a fresh instance is not ready to be asked
 * @param words for people
 */
public record HealthAnswer(boolean good, boolean listening, String words) {}
