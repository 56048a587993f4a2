package dev.slipway.runner;

import dev.slipway.runner.action.ActionCall;
import dev.slipway.runner.log.LogSink;
import java.util.Optional;

/**
 * What a job needs from outside.
 *
 * @param log takes its lines
 * @param stores where code, artifacts and caches are
 * @param access what it reaches with a credential of its own
 * @param progress hears of its steps
 * @param doorway lets its containers in to that; absent where they are to reach nothing
 */
public record JobPorts(
        LogSink log, ActionCall.Stores stores, JobAccess access, JobProgress progress, Optional<Doorway> doorway) {}
