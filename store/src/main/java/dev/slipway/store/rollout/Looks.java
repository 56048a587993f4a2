package dev.slipway.store.rollout;

import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.val;

import dev.slipway.delivery.judge.Arm;
import dev.slipway.delivery.judge.LatencyHistogram;
import dev.slipway.delivery.judge.Look;
import dev.slipway.delivery.judge.MetricAnswer;
import dev.slipway.delivery.judge.MetricWindow;
import dev.slipway.delivery.judge.Verdict;
import dev.slipway.kernel.Json;
import dev.slipway.store.rollout.Tables.AnswerTable;
import dev.slipway.store.rollout.Tables.LookTable;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.Record;

/** What the judge saw, look by look: from these rows its evidence can be derived again at any time. */
public final class Looks {

    /** Adds a look after those that the rollout has. */
    public void append(DSLContext sql, String rollout, Seen seen) {
        Look look = seen.look();
        Long last = sql.select(coalesce(max(LookTable.SEQ), val(0L)))
                .from(LookTable.TABLE)
                .where(LookTable.ROLLOUT.eq(rollout))
                .fetchSingle()
                .value1();
        sql.insertInto(LookTable.TABLE)
                .set(LookTable.ROLLOUT, rollout)
                .set(LookTable.SEQ, (last == null ? 0 : last) + 1)
                .set(LookTable.AT, look.at().toEpochMilli())
                .set(LookTable.PHASE, seen.phase().name())
                .set(LookTable.WEIGHT, (long) seen.weight())
                .set(LookTable.WATCHED_SINCE, seen.since().orElse(null))
                .set(LookTable.VERDICT, seen.verdict().map(Verdict::name).orElse(null))
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
        return new Seen(
                Phase.valueOf(row.get(LookTable.PHASE)),
                weight,
                look,
                Optional.ofNullable(row.get(LookTable.WATCHED_SINCE)),
                Optional.ofNullable(row.get(LookTable.VERDICT)).map(Verdict::valueOf));
    }

    /** Keeps what a source answered. */
    public void keep(DSLContext sql, String rollout, MetricAnswer answer) {
        sql.insertInto(AnswerTable.TABLE)
                .set(AnswerTable.ROLLOUT, rollout)
                .set(AnswerTable.METRIC, (long) answer.metric())
                .set(AnswerTable.INDEX, (long) answer.window().index())
                .set(AnswerTable.FROM, answer.window().from())
                .set(AnswerTable.UNTIL, answer.window().until())
                .set(AnswerTable.ASKED, answer.at())
                .set(AnswerTable.CANARY, text(answer.canary()))
                .set(AnswerTable.BASELINE, answer.baseline().map(Looks::text).orElse(null))
                .onConflictDoNothing()
                .execute();
    }

    /** All that sources have answered about the rollout. */
    public List<MetricAnswer> answers(DSLContext sql, String rollout) {
        return sql.selectFrom(AnswerTable.TABLE)
                .where(AnswerTable.ROLLOUT.eq(rollout))
                .orderBy(AnswerTable.METRIC, AnswerTable.FROM, AnswerTable.INDEX)
                .fetch(Looks::answer);
    }

    private static MetricAnswer answer(Record row) {
        return new MetricAnswer(
                Math.toIntExact(row.get(AnswerTable.METRIC)),
                new MetricWindow(
                        Math.toIntExact(row.get(AnswerTable.INDEX)),
                        row.get(AnswerTable.FROM),
                        row.get(AnswerTable.UNTIL)),
                Optional.ofNullable(row.get(AnswerTable.ASKED)).orElseGet(() -> row.get(AnswerTable.UNTIL)),
                points(row.get(AnswerTable.CANARY)),
                Optional.ofNullable(row.get(AnswerTable.BASELINE)).map(Looks::points));
    }

    private static String text(List<Double> points) {
        return points.stream().map(point -> Double.toString(point)).collect(Collectors.joining(" "));
    }

    private static List<Double> points(String text) {
        return text.isEmpty()
                ? List.of()
                : Pattern.compile(" ").splitAsStream(text).map(Double::valueOf).toList();
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

    /**
     * A look as it is stored.
     *
     * @param weight percent that the new release had
     * @param since when the wait began that the look belongs to: windows of metrics are counted from it
     * @param verdict what the judge said after it; with {@code since} absent in looks of earlier versions
     */
    public record Seen(Phase phase, int weight, Look look, Optional<Instant> since, Optional<Verdict> verdict) {}
}
