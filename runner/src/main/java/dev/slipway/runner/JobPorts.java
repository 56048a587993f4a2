package dev.slipway.runner;

import dev.slipway.runner.action.ActionCall;
import dev.slipway.runner.log.LogSink;

/**
 * What a job needs from outside.
 *
 * @param log takes its lines
 * @param stores where code, artifacts and caches are
 * @param access what it reaches with a credential of its own
 * @param progress hears of its steps
 */
public record JobPorts(LogSink log, ActionCall.Stores stores, JobAccess access, JobProgress progress) {}
