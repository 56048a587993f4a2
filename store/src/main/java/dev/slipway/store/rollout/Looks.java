package dev.slipway.store.rollout;

import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.val;

import dev.slipway.delivery.judge.Arm;
import dev.slipway.delivery.judge.LatencyHistogram;
import dev.slipway.delivery.judge.Look;
import dev.slipway.kernel.Json;
import dev.slipway.store.rollout.Tables.LookTable;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jooq.DSLContext;
import org.jooq.Record;

/** What the judge saw, look by look: from these rows its evidence can be derived again at any time. */
public final class Looks {

    public void append(DSLContext sql, String rollout, Phase phase, int weight, Look look) {
        Long last = sql.select(coalesce(max(LookTable.SEQ), val(0L)))
                .from(LookTable.TABLE)
                .where(LookTable.ROLLOUT.eq(rollout))
                .fetchSingle()
                .value1();
        sql.insertInto(LookTable.TABLE)
                .set(LookTable.ROLLOUT, rollout)
                .set(LookTable.SEQ, (last == null ? 0 : last) + 1)
                .set(LookTable.AT, look.at().toEpochMilli())
                .set(LookTable.PHASE, phase.name())
                .set(LookTable.WEIGHT, (long) weight)
                .set(LookTable.CANARY_REQUESTS, look.canary().requests())
                .set(LookTable.CANARY_ERRORS, look.canary().errors())
                .set(
                        LookTable.CANARY_LATENCY,
                        Json.write(look.canary().latency().counts()))
                .set(LookTable.BASELINE_REQUESTS, look.baseline().requests())
                .set(LookTable.BASELINE_ERRORS, look.baseline().errors())
                .set(
                        LookTable.BASELINE_LATENCY,
                        Json.write(look.baseline().latency().counts()))
                .execute();
    }

    /** Oldest first. */
    public List<Seen> of(DSLContext sql, String rollout) {
        return sql.selectFrom(LookTable.TABLE)
                .where(LookTable.ROLLOUT.eq(rollout))
                .orderBy(LookTable.SEQ)
                .fetch(Looks::read);
    }

    private static Seen read(Record row) {
        int weight = Math.toIntExact(row.get(LookTable.WEIGHT));
        Look look = new Look(
                Instant.ofEpochMilli(row.get(LookTable.AT)),
                weight / 100.0,
                new Arm(
                        row.get(LookTable.CANARY_REQUESTS),
                        row.get(LookTable.CANARY_ERRORS),
                        histogram(row.get(LookTable.CANARY_LATENCY))),
                new Arm(
                        row.get(LookTable.BASELINE_REQUESTS),
                        row.get(LookTable.BASELINE_ERRORS),
                        histogram(row.get(LookTable.BASELINE_LATENCY))));
        return new Seen(Phase.valueOf(row.get(LookTable.PHASE)), weight, look);
    }

    private static LatencyHistogram histogram(String text) {
        Map<Long, Long> counts = new HashMap<>();
        Map<?, ?> raw = Json.read(text, Map.class);
        raw.forEach((bound, count) -> counts.put(Long.valueOf(bound.toString()), Long.valueOf(count.toString())));
        return LatencyHistogram.of(counts);
    }

    /** When a look was taken. */
    public enum Phase {
        /** Both releases had traffic. */
        CANARY,
        /** The new release served alone. */
        BAKE
    }

    /** @param weight percent that the new release had */
    public record Seen(Phase phase, int weight, Look look) {}
}
