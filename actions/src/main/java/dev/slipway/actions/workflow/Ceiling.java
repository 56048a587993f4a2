package dev.slipway.actions.workflow;

import java.util.Optional;

/**
 * The most that called workflows may have; what is absent has not been limited by any caller.
 *
 * @param permissions of the token
 * @param cacheMode of the access to caches
 */
record Ceiling(Optional<Permissions> permissions, Optional<CacheMode> cacheMode) {

    static final Ceiling NONE = new Ceiling(Optional.empty(), Optional.empty());

    /** What is left of it in a workflow that says something itself. */
    Ceiling in(Workflow workflow) {
        return new Ceiling(
                Optional.of(workflow.permissions())
                        .filter(Permissions::isExplicit)
                        .or(() -> permissions),
                workflow.cacheMode().or(() -> cacheMode));
    }

    /** What is left of it behind a job that says something itself. */
    Ceiling in(CallJob call) {
        return new Ceiling(
                call.permissions().or(() -> permissions), call.cacheMode().or(() -> cacheMode));
    }
}
