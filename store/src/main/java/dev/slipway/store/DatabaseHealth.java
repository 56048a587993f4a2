package dev.slipway.store;

import java.time.Duration;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the database answers.
 *
 * @param healthy true when it answered
 * @param took time until the answer or the failure
 * @param detail one sentence for a person, without a password
 */
public record DatabaseHealth(boolean healthy, Duration took, String detail) {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseHealth.class);

    static DatabaseHealth probe(Function<Function<DSLContext, Integer>, Integer> reader, String place) {
        long start = System.nanoTime();
        try {
            int epochs = reader.apply(context -> context.fetchCount(DSL.table(DSL.name("control"))));
            return new DatabaseHealth(epochs == 1, since(start), place + " answers");
        } catch (RuntimeException e) {
            LOG.warn("the database does not answer a probe: {}", Outage.words(e));
            return new DatabaseHealth(false, since(start), place + " does not answer");
        }
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
