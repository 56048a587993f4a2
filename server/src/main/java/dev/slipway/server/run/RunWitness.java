package dev.slipway.server.run;

import dev.slipway.store.run.Run;
import org.jooq.DSLContext;

/** Hears of every state that a run comes to, in the transaction that writes it. */
@FunctionalInterface
public interface RunWitness {

    /** Tells nobody. */
    RunWitness NONE = (_, _) -> {};

    void moved(DSLContext sql, Run run);
}
