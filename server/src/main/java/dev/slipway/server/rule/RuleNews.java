package dev.slipway.server.rule;

import dev.slipway.promql.rule.Alert;
import java.time.Instant;
import java.util.Collection;
import org.jooq.DSLContext;

/** Who hears what alerting rules have come to, in the transaction that keeps it. */
@FunctionalInterface
public interface RuleNews {

    /**
     * @param begun alerts that have just begun to fire
     * @param told all alerts that fire or have ended not long ago
     */
    void evaluated(DSLContext sql, Evaluated rule, Collection<Alert> begun, Collection<Alert> told);

    /**
     * @param source the project's name, or {@code slipway}
     * @param rollsBack whether the rule asks for a rollback
     */
    record Evaluated(String source, String expression, boolean rollsBack, Instant at) {}
}
