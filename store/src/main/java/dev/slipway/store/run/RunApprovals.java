package dev.slipway.store.run;

import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.val;

import dev.slipway.delivery.gate.Approval;
import dev.slipway.kernel.Digest;
import dev.slipway.store.Columns;
import dev.slipway.store.account.TeamRows;
import java.time.Instant;
import java.util.List;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/** What people decided about the jobs of a run that enter an environment; only ever added to. */
public final class RunApprovals {

    private static final String NAME = "run_approval";
    private static final Table<Record> TABLE = Columns.table(NAME);
    private static final Field<String> RUN = Columns.text(NAME, "run_id");
    private static final Field<String> ENVIRONMENT = Columns.text(NAME, "environment");
    private static final Field<Long> SEQ = Columns.number(NAME, "seq");
    private static final Field<String> COMMIT = Columns.text(NAME, "commit_digest");
    private static final Field<String> ACCOUNT = Columns.text(NAME, "account");
    private static final Field<Approval.Decision> DECISION = Columns.word(NAME, "decision", Approval.Decision.class);
    private static final Field<String> COMMENT = Columns.text(NAME, "comment");
    private static final Field<Instant> AT = Columns.instant(NAME, "at");
    private static final Field<String> TEAMS = Columns.text(NAME, "teams");

    private RunApprovals() {}

    /** @param approval names the run where one of a release names its rollout */
    public static void append(DSLContext sql, String environment, Approval approval) {
        Long last = sql.select(coalesce(max(SEQ), val(0L)))
                .from(TABLE)
                .where(RUN.eq(approval.rollout()), ENVIRONMENT.eq(environment))
                .fetchSingle()
                .value1();
        sql.insertInto(TABLE)
                .set(RUN, approval.rollout())
                .set(ENVIRONMENT, environment)
                .set(SEQ, (last == null ? 0 : last) + 1)
                .set(COMMIT, approval.release().hex())
                .set(ACCOUNT, approval.user())
                .set(DECISION, approval.decision())
                .set(COMMENT, approval.comment())
                .set(AT, approval.at())
                .set(TEAMS, TeamRows.joined(approval.teams()))
                .execute();
    }

    /** Oldest first. */
    public static List<Approval> of(DSLContext sql, String run, String environment) {
        return sql.selectFrom(TABLE)
                .where(RUN.eq(run), ENVIRONMENT.eq(environment))
                .orderBy(SEQ)
                .fetch(row -> new Approval(
                        run,
                        new Digest(row.get(COMMIT)),
                        row.get(ACCOUNT),
                        row.get(DECISION),
                        row.get(COMMENT),
                        row.get(AT),
                        TeamRows.split(row.get(TEAMS))));
    }
}
