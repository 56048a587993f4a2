package dev.slipway.promql.template;

import java.util.List;
import java.util.function.Function;

/**
 * What functions may ask for.
 *
 * @param nowMillis the evaluation's time, since the epoch
 * @param externalUrl under which users reach the monitoring
 * @param query answers an instant query at that time
 */
public record Surroundings(long nowMillis, String externalUrl, Function<String, List<QuerySample>> query) {}
