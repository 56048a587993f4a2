package dev.slipway.server.results;

import dev.slipway.runner.cache.CacheScope;

/**
 * What one running job may do with results: all of it is decided when the job starts, nothing by what a request says.
 *
 * @param run whose artifacts it reads and writes
 * @param job names this attempt of the job
 * @param cache whose caches it reads and writes
 */
public record JobGrant(String run, String job, CacheScope cache) {

    /** The scope that the toolkit takes its backend ids from. */
    String scope() {
        return "Actions.Results:" + run + ":" + job;
    }
}
