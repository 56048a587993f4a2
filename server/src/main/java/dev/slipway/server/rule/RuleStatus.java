package dev.slipway.server.rule;

import dev.slipway.promql.rule.Rule;
import dev.slipway.promql.rule.RuleRun;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a rule is doing.
 *
 * @param error of the last evaluation; empty when it went well
 * @param at of the last evaluation; empty before the first
 */
public record RuleStatus(
        WatchedGroup group, Rule rule, RuleRun run, Optional<String> error, Optional<Instant> at, Duration took) {}
