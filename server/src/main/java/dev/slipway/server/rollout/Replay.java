package dev.slipway.server.rollout;

import dev.slipway.delivery.judge.Evidence;
import dev.slipway.delivery.judge.Judgement;
import dev.slipway.delivery.judge.MetricAnswer;
import dev.slipway.delivery.judge.Verdict;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutPlan;
import dev.slipway.store.rollout.Looks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Judges a rollout again from what was stored of it: the counts of every look, and what the sources of its metrics had
 * answered. Nothing is measured anew, so what comes out must be what came out then; where it is not, the judge itself
 * has changed, or the rows have.
 */
public final class Replay {

    private Replay() {}

    /**
     * A rollout judged again.
     *
     * @param looks how many there are
     * @param differing at how many of them the verdict is now another
     * @param recorded what the judge said last
     * @param replayed what it says now; absent without looks
     * @param same whether every verdict is as it was
     * @param shown the newest looks, oldest first
     */
    public record View(
            String rollout,
            String project,
            String environment,
            String release,
            int looks,
            int differing,
            Optional<Judgement> recorded,
            Optional<Judgement> replayed,
            boolean same,
            List<LookAgain> shown) {}

    /**
     * One look judged again, with all looks before it.
     *
     * @param number from 1
     * @param recorded verdict; absent where an earlier version has not kept it
     */
    public record LookAgain(
            int number,
            Instant at,
            String phase,
            int weight,
            RolloutView.ArmView canary,
            RolloutView.ArmView baseline,
            Optional<Verdict> recorded,
            Verdict verdict,
            String summary,
            List<Evidence> evidence) {

        boolean differs() {
            return recorded.isPresent() && recorded.get() != verdict;
        }
    }

    /** @param limit how many looks are shown */
    static View of(
            Rollout rollout,
            RolloutPlan plan,
            List<Looks.Seen> looks,
            List<MetricAnswer> answers,
            Optional<Judgement> recorded,
            int limit) {
        List<LookAgain> shown = new ArrayList<>();
        Watcher.Standing standing =
                Watcher.Standing.start(plan, rollout.progress().reference());
        Optional<Judgement> last = Optional.empty();
        int differing = 0;
        for (int i = 0; i < looks.size(); i++) {
            Looks.Seen seen = looks.get(i);
            standing = standing.add(seen.phase(), seen.look());
            Judgement judgement = standing.judgement(seen.phase()).and(metrics(standing, seen, answers));
            LookAgain again = again(i + 1, seen, judgement);
            differing += again.differs() ? 1 : 0;
            if (i >= looks.size() - limit) {
                shown.add(again);
            }
            last = Optional.of(judgement);
        }
        return new View(
                rollout.id(),
                rollout.project(),
                rollout.environment(),
                rollout.release(),
                looks.size(),
                differing,
                recorded,
                last,
                differing == 0 && recorded.map(Judgement::verdict).equals(last.map(Judgement::verdict)),
                shown);
    }

    private static List<Evidence> metrics(Watcher.Standing standing, Looks.Seen seen, List<MetricAnswer> answers) {
        Instant at = seen.look().at();
        List<MetricAnswer> known =
                answers.stream().filter(answer -> !answer.at().isAfter(at)).toList();
        return seen.since()
                .map(since -> standing.watch(seen.weight(), since, at).evidence(known))
                .orElse(List.of());
    }

    private static LookAgain again(int number, Looks.Seen seen, Judgement judgement) {
        RolloutView.LookView look = RolloutView.LookView.of(seen);
        return new LookAgain(
                number,
                look.at(),
                look.phase(),
                look.weight(),
                look.canary(),
                look.baseline(),
                seen.verdict(),
                judgement.verdict(),
                judgement.summary(),
                judgement.evidence());
    }
}
