package dev.slipway.server.rollout;

import dev.slipway.delivery.judge.Arm;
import dev.slipway.delivery.judge.Evidence;
import dev.slipway.delivery.judge.JudgeState;
import dev.slipway.delivery.judge.Judgement;
import dev.slipway.delivery.judge.LatencyHistogram;
import dev.slipway.delivery.judge.Look;
import dev.slipway.delivery.judge.MetricWatch;
import dev.slipway.delivery.port.Traffic;
import dev.slipway.delivery.rollout.Progress;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutPlan;
import dev.slipway.store.rollout.Looks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Looks at a rollout through the edge's counters and asks the judge. What the judge has made of the looks so far is
 * kept in memory and can be made again from the stored looks at any time.
 */
final class Watcher {

    private final Books books;
    private final Traffic traffic;
    private final Map<String, Standing> standings = new ConcurrentHashMap<>();
    private final Map<String, Looks.Seen> last = new ConcurrentHashMap<>();

    Watcher(Books books, Traffic traffic) {
        this.books = books;
        this.traffic = traffic;
    }

    /** The counters as they stand, for a look's beginning or as a reference. */
    Progress.Counted count(Rollout rollout, RolloutPlan plan) {
        Traffic.Counts counts = traffic.counts();
        return new Progress.Counted(
                counts.bootId(),
                arm(counts, rollout, plan, Side.pool(rollout)),
                rollout.previous()
                        .map(previous -> arm(counts, rollout, plan, previous))
                        .orElse(Arm.none()));
    }

    /**
     * What happened since the last look, with the judge's word on all looks so far.
     *
     * @param weight percent that the new release has had since the last look
     */
    Seen look(Rollout rollout, RolloutPlan plan, int weight, Instant now) {
        Progress.Counted counted = count(rollout, plan);
        Optional<Progress.Counted> before =
                rollout.progress().counted().filter(earlier -> earlier.bootId().equals(counted.bootId()));
        Arm canary = since(counted.canary(), before.map(Progress.Counted::canary));
        Arm baseline = since(counted.baseline(), before.map(Progress.Counted::baseline));
        Looks.Phase phase = weight < 100 ? Looks.Phase.CANARY : Looks.Phase.BAKE;
        Look look = new Look(now, weight / 100.0, canary, baseline);
        Standing standing = standing(rollout, plan).add(phase, look);
        return new Seen(counted, phase, weight, look, Gauges.since(rollout), standing, standing.judgement(phase));
    }

    /** Keeps a look that has been written down; one that was not is taken again. */
    void keep(Rollout rollout, Seen seen) {
        standings.put(rollout.id(), seen.standing());
        last.put(rollout.id(), seen.seen());
    }

    /** Whether the look saw no request and says what the one before said: such looks would fill the disk for nothing. */
    boolean repeats(Rollout rollout, Seen seen) {
        Looks.Seen before = last.get(rollout.id());
        return before != null
                && seen.look().canary().requests() == 0
                && seen.look().baseline().requests() == 0
                && before.phase() == seen.phase()
                && before.weight() == seen.weight()
                && before.since().equals(Optional.of(seen.since()))
                && before.verdict().equals(Optional.of(seen.judgement().verdict()));
    }

    void forget(String rollout) {
        standings.remove(rollout);
        last.remove(rollout);
    }

    private Standing standing(Rollout rollout, RolloutPlan plan) {
        return standings.computeIfAbsent(rollout.id(), id -> {
            Standing standing = Standing.start(plan, rollout.progress().reference());
            for (Looks.Seen seen : books.database().read(sql -> books.looks().of(sql, id))) {
                standing = standing.add(seen.phase(), seen.look());
            }
            return standing;
        });
    }

    private static Arm arm(Traffic.Counts counts, Rollout rollout, RolloutPlan plan, String pool) {
        List<Arm> arms = new ArrayList<>();
        plan.services().forEach(service -> {
            Traffic.ReleaseCounts of = counts.byRoute()
                    .getOrDefault(rollout.routeKey(service.name()), Map.of())
                    .get(pool);
            if (of != null) {
                arms.add(new Arm(of.requests(), of.errors(), of.latency()));
            }
        });
        return arms.stream().reduce(Arm.none(), Arm::merge);
    }

    private static Arm since(Arm now, Optional<Arm> before) {
        if (before.isEmpty()) {
            return now;
        }
        Arm earlier = before.get();
        if (now.requests() < earlier.requests() || now.errors() < earlier.errors()) {
            return Arm.none();
        }
        LatencyHistogram latency = now.latency().since(earlier.latency());
        return new Arm(now.requests() - earlier.requests(), now.errors() - earlier.errors(), latency);
    }

    /**
     * One look and what the judge makes of all up to it.
     *
     * @param counted the counters that the next look begins at
     * @param since when the present wait began
     */
    record Seen(
            Progress.Counted counted,
            Looks.Phase phase,
            int weight,
            Look look,
            Instant since,
            Standing standing,
            Judgement judgement) {

        Seen and(List<Evidence> metrics) {
            return new Seen(counted, phase, weight, look, since, standing, judgement.and(metrics));
        }

        /** The moment as the judge of metrics needs it. */
        MetricWatch watch() {
            return standing.watch(weight, since, look.at());
        }

        /** As it is stored. */
        Looks.Seen seen() {
            return new Looks.Seen(phase, weight, look, Optional.of(since), Optional.of(judgement.verdict()));
        }
    }

    /**
     * The judge's two comparisons: side by side while the old release has traffic, which at weight 0 are testers beside
     * all others; alone with what was before afterwards.
     */
    record Standing(RolloutPlan plan, Arm reference, JudgeState canary, Optional<JudgeState> alone) {

        static Standing start(RolloutPlan plan, Optional<Arm> reference) {
            return new Standing(
                    plan,
                    reference.orElse(Arm.none()),
                    JudgeState.start(plan.environment().judge()),
                    Optional.empty());
        }

        Standing add(Looks.Phase phase, Look look) {
            return switch (phase) {
                case CANARY -> new Standing(plan, reference.merge(look.baseline()), canary.add(look), alone);
                case BAKE -> {
                    JudgeState state = alone.orElseGet(
                            () -> JudgeState.startAlone(plan.environment().judge(), reference));
                    yield new Standing(plan, reference, canary, Optional.of(state.add(look)));
                }
            };
        }

        /** Series are compared only while both releases have a share of the users. */
        MetricWatch watch(int weight, Instant since, Instant at) {
            boolean beside = weight > 0 && weight < 100 && plan.previous().isPresent();
            return new MetricWatch(plan.environment().judge(), since, at, beside);
        }

        Judgement judgement(Looks.Phase phase) {
            return phase == Looks.Phase.CANARY
                    ? canary.judgement()
                    : alone.map(JudgeState::judgement).orElseGet(canary::judgement);
        }
    }
}
