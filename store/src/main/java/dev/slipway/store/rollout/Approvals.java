package dev.slipway.store.rollout;

import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.val;

import dev.slipway.delivery.gate.Approval;
import dev.slipway.kernel.Digest;
import dev.slipway.store.account.TeamRows;
import dev.slipway.store.rollout.Tables.ApprovalTable;
import java.time.Instant;
import java.util.List;
import org.jooq.DSLContext;

/** What people decided about rollouts; only ever added to. */
public final class Approvals {

    public void append(DSLContext sql, Approval approval) {
        Long last = sql.select(coalesce(max(ApprovalTable.SEQ), val(0L)))
                .from(ApprovalTable.TABLE)
                .where(ApprovalTable.ROLLOUT.eq(approval.rollout()))
                .fetchSingle()
                .value1();
        sql.insertInto(ApprovalTable.TABLE)
                .set(ApprovalTable.ROLLOUT, approval.rollout())
                .set(ApprovalTable.SEQ, (last == null ? 0 : last) + 1)
                .set(ApprovalTable.RELEASE, approval.release().hex())
                .set(ApprovalTable.ACCOUNT, approval.user())
                .set(ApprovalTable.DECISION, approval.decision().name())
                .set(ApprovalTable.COMMENT, approval.comment())
                .set(ApprovalTable.AT, approval.at().toEpochMilli())
                .set(ApprovalTable.TEAMS, TeamRows.joined(approval.teams()))
                .execute();
    }

    /** Oldest first. */
    public List<Approval> of(DSLContext sql, String rollout) {
        return sql.selectFrom(ApprovalTable.TABLE)
                .where(ApprovalTable.ROLLOUT.eq(rollout))
                .orderBy(ApprovalTable.SEQ)
                .fetch(row -> new Approval(
                        rollout,
                        new Digest(row.get(ApprovalTable.RELEASE)),
                        row.get(ApprovalTable.ACCOUNT),
                        Approval.Decision.valueOf(row.get(ApprovalTable.DECISION)),
                        row.get(ApprovalTable.COMMENT),
                        Instant.ofEpochMilli(row.get(ApprovalTable.AT)),
                        TeamRows.split(row.get(ApprovalTable.TEAMS))));
    }
}
