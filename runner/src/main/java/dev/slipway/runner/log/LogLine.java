package dev.slipway.runner.log;

import java.time.Instant;

/**
 * One line of a job's log, with every secret already masked.
 *
 * @param step number of the step that said it, from 1; 0 for the job itself
 * @param at when the runner read it
 * @param text without a line break
 */
public record LogLine(int step, Instant at, String text) {}
