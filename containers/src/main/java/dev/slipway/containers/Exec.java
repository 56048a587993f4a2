package dev.slipway.containers;

import java.util.concurrent.CompletableFuture;

/**
 * A program that runs inside of a container.
 *
 * @param exitCode completes when it has ended
 * @param output completes when nothing more of its output can come: later than the end when it left something running
 * @param streams what carries both; closed by whoever has seen enough
 */
public record Exec(CompletableFuture<Integer> exitCode, CompletableFuture<Void> output, AutoCloseable streams) {}
