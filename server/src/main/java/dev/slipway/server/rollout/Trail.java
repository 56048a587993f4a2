package dev.slipway.server.rollout;

import org.jooq.DSLContext;

/** The audit log, as rollouts write to it: in the same transaction as what it tells of. */
@FunctionalInterface
public interface Trail {

    /**
     * @param who account, or {@code slipway}
     * @param what stable word, such as {@code rollout.approve}
     * @param subject id of what it concerns
     * @param text one sentence
     */
    void append(DSLContext sql, String who, String what, String subject, String project, String text);
}
