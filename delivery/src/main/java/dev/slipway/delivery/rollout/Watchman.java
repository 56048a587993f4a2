package dev.slipway.delivery.rollout;

import dev.slipway.delivery.judge.Judgement;
import dev.slipway.delivery.judge.Verdict;
import dev.slipway.delivery.rollout.Decision.Move;
import dev.slipway.delivery.rollout.Decision.Stay;
import dev.slipway.kernel.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Decides while a release with traffic is watched: OBSERVING, HELD and BAKING, where the judge is heard first. */
record Watchman(Standing standing, Judgement judgement, Instances instances, int wanted) {

    Decision observing() {
        return bad().orElseGet(this::unsuspected);
    }

    private Decision unsuspected() {
        Progress progress = standing.progress();
        if (progress.pauseWanted()) {
            return standing.hold(Progress.Held.PAUSED, "paused" + atWeight());
        }
        List<Stage.Watch> watches = standing.stage().watches();
        if (progress.accepted() || progress.place().watch() >= watches.size()) {
            return stageDone();
        }
        Instant since = progress.place().since();
        Duration waited = Duration.between(since, standing.now());
        return switch (watches.get(progress.place().watch())) {
            case Stage.Watch.Time time ->
                waited.compareTo(time.duration()) >= 0
                        ? nextWatch()
                        : watching(since.plus(time.duration()), RolloutPlan.LOOK_INTERVAL);
            case Stage.Watch.Person _ ->
                standing.hold(
                        Progress.Held.MANUAL, "at " + standing.weight() + " %, waiting for somebody to promote it");
            case Stage.Watch.Judge judge -> judged(judge, waited);
        };
    }

    private Decision judged(Stage.Watch.Judge judge, Duration waited) {
        if (judgement.verdict() == Verdict.PASS && waited.compareTo(judge.minimum()) >= 0) {
            return nextWatch();
        }
        if (judgement.verdict() == Verdict.INCONCLUSIVE && waited.compareTo(judge.maximum()) >= 0) {
            return standing.hold(
                    Progress.Held.INCONCLUSIVE,
                    "not decided after " + Durations.words(judge.maximum()) + atWeight() + ": " + judgement.summary());
        }
        return watching(standing.now().plus(judge.interval()), judge.interval());
    }

    private String atWeight() {
        return " at " + standing.weight() + " %";
    }

    private Decision watching(Instant until, Duration interval) {
        return standing.stay(words(), Standing.earlier(standing.now().plus(interval), until));
    }

    private String words() {
        return "at " + standing.weight() + " %: " + judgement.summary();
    }

    private Decision nextWatch() {
        Progress progress = standing.progress();
        Progress next = progress.atWatch(progress.place().watch() + 1, standing.now());
        return next.place().watch() >= standing.stage().watches().size()
                ? stageDone()
                : new Stay(next, words(), standing.now());
    }

    private Move stageDone() {
        int next = standing.progress().place().stage() + 1;
        List<Stage> stages = standing.plan().stages();
        if (next < stages.size()) {
            return standing.to(
                    next,
                    standing.progress(),
                    "from " + standing.weight() + " % to " + stages.get(next).weight() + " %: " + grounds());
        }
        return standing.move(
                RolloutEvent.COMPLETE,
                "all traffic goes to " + standing.rollout().release());
    }

    /** The judge is not asked about a release that a person has accepted, so its words are no reason then. */
    private String grounds() {
        return standing.progress().accepted() ? "accepted by a person" : judgement.summary();
    }

    /** The judge may still fail it; what was inconclusive goes on by itself when the judge has seen enough. */
    Decision held() {
        return bad().orElseGet(() -> {
            boolean enough = standing.progress().heldBecause().equals(Optional.of(Progress.Held.INCONCLUSIVE))
                    && judgement.verdict() == Verdict.PASS;
            return enough
                    ? new Move(
                            RolloutEvent.RESUME, standing.progress().released(), "decided now: " + judgement.summary())
                    : standing.stay(standing.rollout().reason(), nextLook());
        });
    }

    /** Armed until the end; when it is over, the way back is given up. */
    Decision baking() {
        return bad().orElseGet(this::bakingWell);
    }

    private Decision bakingWell() {
        if (standing.progress().accepted()) {
            return standing.move(RolloutEvent.BAKED, "accepted by a person, without a bake");
        }
        if (standing.rollout().isRestart()) {
            return standing.move(RolloutEvent.BAKED, judgement.summary());
        }
        Instant end = standing.rollout()
                .stateSince()
                .plus(standing.plan().environment().bake());
        return standing.now().isBefore(end)
                ? standing.stay("bakes until " + end + ": " + judgement.summary(), Standing.earlier(nextLook(), end))
                : baked();
    }

    private Decision baked() {
        boolean comparable = standing.rollout().kind() == Rollout.Kind.DEPLOY
                && standing.plan().previous().isPresent();
        if (standing.plan().environment().bakeUntilDecided()
                && comparable
                && judgement.verdict() == Verdict.INCONCLUSIVE) {
            return standing.stay(
                    "not decided by the end of the bake, so it goes on until it is, or somebody promotes or aborts: "
                            + judgement.summary(),
                    nextLook());
        }
        Duration bake = standing.plan().environment().bake();
        return standing.move(
                RolloutEvent.BAKED,
                bake.isZero()
                        ? "no bake is asked for"
                        : "watched for " + Durations.words(bake) + ": " + judgement.summary());
    }

    private Instant nextLook() {
        return standing.now().plus(RolloutPlan.LOOK_INTERVAL);
    }

    /** What ends the watch: the judge's word, where a person has not overruled it, or its instances. */
    private Optional<Decision> bad() {
        if (judgement.verdict() == Verdict.FAIL && !standing.progress().accepted()) {
            return Optional.of(fail(judgement.summary()));
        }
        return instances.failure().or(this::allSick).map(this::fail);
    }

    private Optional<String> allSick() {
        boolean dark =
                instances.healthy() == 0 && wanted > 0 && standing.rollout().state() != RolloutState.HELD;
        return dark
                ? Optional.of(
                        "no instance of " + standing.rollout().release() + " is healthy any more" + instances.ailment())
                : Optional.empty();
    }

    private Decision fail(String reason) {
        return new WayBack(standing).undo(RolloutEvent.FAIL, reason);
    }
}
