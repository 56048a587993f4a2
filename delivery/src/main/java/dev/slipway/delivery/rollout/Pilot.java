package dev.slipway.delivery.rollout;

import dev.slipway.delivery.gate.GateStatus;
import dev.slipway.delivery.instance.InstanceState;
import dev.slipway.delivery.instance.InstanceStatus;
import dev.slipway.delivery.judge.Judgement;
import dev.slipway.delivery.judge.Verdict;
import dev.slipway.delivery.rollout.Decision.Move;
import dev.slipway.delivery.rollout.Decision.Stay;
import dev.slipway.kernel.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Decides what a rollout does next, from what was observed. One method for each state, each a pure function of the
 * stored rollout, its plan, the observation and the time: the driver performs the state's idempotent effect, observes,
 * asks here, and writes the answer down in one transaction. After a restart it simply begins with the observation.
 */
public final class Pilot {

    private static final Duration LONGEST_SLEEP = Duration.ofHours(1);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Rollout rollout;
    private final RolloutPlan plan;
    private final Instant now;

    public Pilot(Rollout rollout, RolloutPlan plan, Instant now) {
        this.rollout = rollout;
        this.plan = plan;
        this.now = now;
    }

    /** GATED: all gates passed opens it; one that can never pass fails it. */
    public Decision gated(List<GateStatus> gates) {
        List<GateStatus> hopeless = gates.stream()
                .filter(gate -> gate.state() == GateStatus.State.FAILED)
                .toList();
        if (!hopeless.isEmpty()) {
            return new Move(RolloutEvent.FAIL, rollout.progress(), failure(hopeless), gates);
        }
        List<GateStatus> waiting = gates.stream()
                .filter(gate -> gate.state() == GateStatus.State.WAITING)
                .toList();
        if (waiting.isEmpty()) {
            return new Move(RolloutEvent.OPEN, rollout.progress(), "all gates are open", gates);
        }
        Instant opens = waiting.stream()
                .flatMap(gate -> gate.opensAt().stream())
                .min(Comparator.naturalOrder())
                .orElse(now.plus(LONGEST_SLEEP));
        return stay(String.join("; ", waiting.stream().map(GateStatus::reason).toList()), opens);
    }

    /** Everything that has to change, at once; gates by name where there are several. */
    private static String failure(List<GateStatus> hopeless) {
        return hopeless.size() == 1
                ? hopeless.getFirst().reason()
                : hopeless.stream()
                        .map(gate -> gate.name() + ": " + gate.reason())
                        .collect(Collectors.joining("; "));
    }

    /** STARTED: waits for all new instances, fails with the first that has failed or when time is up. */
    public Decision started(List<InstanceStatus> instances, int wanted) {
        Optional<InstanceStatus> failed = failed(instances);
        if (failed.isPresent()) {
            return fail("instance " + failed.get().name() + " failed: "
                    + failed.get().detail());
        }
        long healthy = healthy(instances);
        if (healthy >= wanted) {
            return move(RolloutEvent.HEALTHY, healthy + " of " + wanted + " instances are healthy");
        }
        Instant deadline = deadline();
        if (!now.isBefore(deadline)) {
            return fail("only " + healthy + " of " + wanted + " instances became healthy within "
                    + Durations.words(patience()) + detailOfFirstSick(instances));
        }
        return stay(healthy + " of " + wanted + " instances are healthy", deadline);
    }

    /** STARTED: the platform says that no instance can ever run. */
    public Decision unstartable(String trouble) {
        return fail(trouble);
    }

    /** STARTED: the old release has not made room yet for the instances that are to be started. */
    public Decision makingRoom(String leaving) {
        Instant deadline = deadline();
        return now.isBefore(deadline)
                ? stay(leaving, earlier(now.plus(RETRY), deadline))
                : fail("the old release did not make room within " + Durations.words(patience()) + ": " + leaving);
    }

    /** VERIFIED: every smoke test must have succeeded. */
    public Decision verified(List<String> failures) {
        return failures.isEmpty()
                ? new Move(RolloutEvent.VERIFY, rollout.progress().tested(), smokeWords())
                : fail("smoke test failed: " + String.join("; ", failures));
    }

    private String smokeWords() {
        int count = plan.environment().smoke().size();
        return count == 0
                ? "no smoke tests are defined"
                : count + " smoke test" + (count == 1 ? "" : "s") + " succeeded";
    }

    /**
     * SHIFTING: left when the edge has read the weights back. An edge that cannot be reached is asked again until time
     * is up, for nobody knows any more what it does; and an instance that has failed gets no traffic.
     */
    public Decision shifting(Optional<String> edgeTrouble, List<InstanceStatus> instances) {
        Optional<Decision> dead = dead(instances);
        if (dead.isPresent()) {
            return dead.get();
        }
        Stage stage = stage();
        if (edgeTrouble.isPresent()) {
            String trouble = "the edge cannot be told the new weights: " + edgeTrouble.get();
            return now.isBefore(deadline())
                    ? stay(trouble, earlier(now.plus(RETRY), deadline()))
                    : fail(trouble + ", for " + Durations.words(patience()));
        }
        return new Move(
                RolloutEvent.ROUTE,
                rollout.progress().atStage(rollout.progress().place().stage(), now),
                stage.weight() + " % of traffic goes to " + rollout.release());
    }

    /** OBSERVING: the judge first, then a person's wish to pause, then what the stage waits for. */
    public Decision observing(Judgement judgement, List<InstanceStatus> instances, int wanted) {
        Optional<Decision> bad = bad(judgement, instances, wanted);
        if (bad.isPresent()) {
            return bad.get();
        }
        Progress progress = rollout.progress();
        if (progress.pauseWanted()) {
            return hold(Progress.Held.PAUSED, "paused at " + weight() + " %");
        }
        if (progress.accepted()) {
            return stageDone(judgement);
        }
        List<Stage.Watch> watches = stage().watches();
        if (progress.place().watch() >= watches.size()) {
            return stageDone(judgement);
        }
        Duration waited = Duration.between(progress.place().since(), now);
        return switch (watches.get(progress.place().watch())) {
            case Stage.Watch.Time time ->
                waited.compareTo(time.duration()) >= 0
                        ? nextWatch(judgement)
                        : watching(
                                judgement, progress.place().since().plus(time.duration()), RolloutPlan.LOOK_INTERVAL);
            case Stage.Watch.Person _ ->
                hold(Progress.Held.MANUAL, "at " + weight() + " %, waiting for somebody to promote it");
            case Stage.Watch.Judge judge -> judged(judge, judgement, waited);
        };
    }

    private Decision judged(Stage.Watch.Judge judge, Judgement judgement, Duration waited) {
        if (judgement.verdict() == Verdict.PASS && waited.compareTo(judge.minimum()) >= 0) {
            return nextWatch(judgement);
        }
        if (judgement.verdict() == Verdict.INCONCLUSIVE && waited.compareTo(judge.maximum()) >= 0) {
            return hold(
                    Progress.Held.INCONCLUSIVE,
                    "not decided after " + Durations.words(judge.maximum()) + " at " + weight() + " %: "
                            + judgement.summary());
        }
        return watching(judgement, now.plus(judge.interval()), judge.interval());
    }

    private Decision watching(Judgement judgement, Instant until, Duration interval) {
        Instant look = now.plus(interval);
        return stay("at " + weight() + " %: " + judgement.summary(), look.isBefore(until) ? look : until);
    }

    private Decision nextWatch(Judgement judgement) {
        Progress next = rollout.progress().atWatch(rollout.progress().place().watch() + 1, now);
        return next.place().watch() >= stage().watches().size()
                ? stageDone(judgement)
                : new Stay(next, "at " + weight() + " %: " + judgement.summary(), now);
    }

    private Decision stageDone(Judgement judgement) {
        int next = rollout.progress().place().stage() + 1;
        if (next < plan.stages().size()) {
            return new Move(
                    onwards(next),
                    rollout.progress().atStage(next, now),
                    "from " + weight() + " % to " + plan.stages().get(next).weight() + " %: " + grounds(judgement));
        }
        return move(RolloutEvent.COMPLETE, "all traffic goes to " + rollout.release());
    }

    /** The judge is not asked about a release that a person has accepted, so its words are no reason then. */
    private String grounds(Judgement judgement) {
        return rollout.progress().accepted() ? "accepted by a person" : judgement.summary();
    }

    private RolloutEvent onwards(int next) {
        return plan.grows(next) ? RolloutEvent.GROW : RolloutEvent.ADVANCE;
    }

    /** HELD: the judge may still fail it; what was inconclusive goes on by itself when the judge has seen enough. */
    public Decision held(Judgement judgement, List<InstanceStatus> instances, int wanted) {
        Optional<Decision> bad = bad(judgement, instances, wanted);
        if (bad.isPresent()) {
            return bad.get();
        }
        boolean enough = rollout.progress().heldBecause().equals(Optional.of(Progress.Held.INCONCLUSIVE))
                && judgement.verdict() == Verdict.PASS;
        return enough
                ? new Move(RolloutEvent.RESUME, rollout.progress().released(), "decided now: " + judgement.summary())
                : stay(rollout.reason(), now.plus(RolloutPlan.LOOK_INTERVAL));
    }

    /** A person's promote: past what the stage waits for, or past the bake. */
    public Move promoted() {
        int next = rollout.progress().place().stage() + 1;
        return next < plan.stages().size()
                ? new Move(
                        onwards(next),
                        rollout.progress().released().atStage(next, now),
                        "promoted by hand to " + plan.stages().get(next).weight() + " %")
                : new Move(RolloutEvent.COMPLETE, rollout.progress().released(), "promoted by hand");
    }

    /** A person's word that the new release stays, although it cannot be undone and something speaks against it. */
    public Move accepted(String reason) {
        return new Move(RolloutEvent.ACCEPT, rollout.progress().accept(now), reason);
    }

    /** PROMOTED: recorded as the environment's release, unless it has failed in the meantime. */
    public Decision promoted(List<InstanceStatus> instances) {
        return dead(instances).orElseGet(() -> move(RolloutEvent.SETTLE, rollout.release() + " has all traffic"));
    }

    /** BAKING: armed until the end; when it is over, the way back is given up. */
    public Decision baking(Judgement judgement, List<InstanceStatus> instances, int wanted) {
        Optional<Decision> bad = bad(judgement, instances, wanted);
        if (bad.isPresent()) {
            return bad.get();
        }
        if (rollout.progress().accepted()) {
            return move(RolloutEvent.BAKED, "accepted by a person, without a bake");
        }
        Instant end = rollout.stateSince().plus(plan.environment().bake());
        if (!now.isBefore(end)) {
            return baked(judgement);
        }
        Instant look = now.plus(RolloutPlan.LOOK_INTERVAL);
        return stay("bakes until " + end + ": " + judgement.summary(), look.isBefore(end) ? look : end);
    }

    private Decision baked(Judgement judgement) {
        boolean comparable =
                rollout.kind() == Rollout.Kind.DEPLOY && plan.previous().isPresent();
        if (plan.environment().bakeUntilDecided() && comparable && judgement.verdict() == Verdict.INCONCLUSIVE) {
            return stay(
                    "not decided by the end of the bake, so it goes on until it is, or somebody promotes or aborts: "
                            + judgement.summary(),
                    now.plus(RolloutPlan.LOOK_INTERVAL));
        }
        return move(
                RolloutEvent.BAKED,
                plan.environment().bake().isZero()
                        ? "no bake is asked for"
                        : "watched for " + Durations.words(plan.environment().bake()) + ": " + judgement.summary());
    }

    private Optional<Decision> bad(Judgement judgement, List<InstanceStatus> instances, int wanted) {
        if (judgement.verdict() == Verdict.FAIL && !rollout.progress().accepted()) {
            return Optional.of(fail(judgement.summary()));
        }
        Optional<Decision> dead = dead(instances);
        if (dead.isPresent()) {
            return dead;
        }
        if (healthy(instances) == 0 && wanted > 0 && rollout.state() != RolloutState.HELD) {
            return Optional.of(fail(
                    "no instance of " + rollout.release() + " is healthy any more" + detailOfFirstSick(instances)));
        }
        return Optional.empty();
    }

    private Optional<Decision> dead(List<InstanceStatus> instances) {
        return failed(instances).map(instance -> fail("instance " + instance.name() + " failed: " + instance.detail()));
    }

    /**
     * FINISHING: waits until no request runs on the old release, or the drain limit is over.
     *
     * @param inFlight requests that still run on the old release
     * @param oldStopped nothing of the old release runs any more
     * @param contractFailure output of a contract migration that failed
     */
    public Decision finishing(long inFlight, boolean oldStopped, Optional<String> contractFailure) {
        if (contractFailure.isPresent()) {
            return move(
                    RolloutEvent.ESCALATE,
                    "the contract migration failed and must be finished by hand: " + contractFailure.get());
        }
        if (oldStopped) {
            return move(RolloutEvent.FINISH, rollout.reason());
        }
        return stay(
                inFlight > 0 ? inFlight + " requests still run on the old release" : rollout.reason(), now.plus(RETRY));
    }

    /** ROLLING_BACK: the old release is brought to strength before any traffic moves. */
    public Decision rollingBack(boolean oldReady, Optional<String> trouble) {
        if (oldReady && trouble.isEmpty()) {
            return move(RolloutEvent.RESTORE, rollout.reason());
        }
        Instant deadline = deadline();
        if (!now.isBefore(deadline)) {
            return move(
                    RolloutEvent.ESCALATE,
                    rollout.reason() + "; the old release could not be brought back within "
                            + Durations.words(patience())
                            + trouble.map(text -> ": " + text).orElse(""));
        }
        return new Stay(rollout.progress(), rollout.reason(), now.plus(RETRY));
    }

    /** CHECKING_ROLLBACK: the old release must be seen serving and the new one must be gone. */
    public Decision checkingRollback(Optional<String> oldTrouble, boolean newStopped) {
        Instant deadline = deadline().plus(plan.longestDrain());
        if (oldTrouble.isPresent() && !now.isBefore(deadline)) {
            return move(
                    RolloutEvent.ESCALATE, rollout.reason() + "; the old release does not serve: " + oldTrouble.get());
        }
        if (oldTrouble.isEmpty() && newStopped) {
            return move(RolloutEvent.CONFIRM, rollout.reason());
        }
        return new Stay(rollout.progress(), rollout.reason(), now.plus(RETRY));
    }

    /**
     * A failure of something that runs: undone if it can be, handed to a person if not. A release that serves alone and
     * has no predecessor stays where it is, for nothing would serve without it.
     */
    public Move fail(String reason) {
        return undo(RolloutEvent.FAIL, reason);
    }

    /** A person's abort of something that runs. */
    public Move abort(String reason) {
        return undo(RolloutEvent.ABORT, reason);
    }

    private Move undo(RolloutEvent event, String reason) {
        return oneWay().map(why -> move(RolloutEvent.ESCALATE, withoutStop(reason) + "; " + why))
                .orElseGet(() -> move(event, reason));
    }

    private static String withoutStop(String sentence) {
        return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
    }

    /** Why no machine may go back; absent where it may. */
    private Optional<String> oneWay() {
        if (rollout.progress().accepted()) {
            return Optional.of("a person has accepted the release, so going back is a person's decision");
        }
        if (plan.irreversible()) {
            return Optional.of("the release declares its migration irreversible, so going back is a person's decision");
        }
        boolean alone = rollout.state() == RolloutState.BAKING || rollout.state() == RolloutState.PROMOTED;
        return alone && plan.previous().isEmpty()
                ? Optional.of("there is no earlier release to go back to")
                : Optional.empty();
    }

    private Stage stage() {
        return plan.stages().get(rollout.progress().place().stage());
    }

    private int weight() {
        return stage().weight();
    }

    private Move hold(Progress.Held because, String reason) {
        return new Move(RolloutEvent.HOLD, rollout.progress().held(because), reason);
    }

    /** When the present state has lasted too long. */
    private Instant deadline() {
        return rollout.stateSince().plus(patience());
    }

    private Duration patience() {
        return plan.environment().progressDeadline();
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private Move move(RolloutEvent event, String reason) {
        return new Move(event, rollout.progress(), reason);
    }

    private Stay stay(String reason, Instant dueAt) {
        return new Stay(rollout.progress(), reason, dueAt);
    }

    private static long healthy(List<InstanceStatus> instances) {
        return instances.stream()
                .filter(instance -> instance.state() == InstanceState.HEALTHY)
                .count();
    }

    private static Optional<InstanceStatus> failed(List<InstanceStatus> instances) {
        return instances.stream()
                .filter(instance -> instance.state() == InstanceState.FAILED)
                .findFirst();
    }

    private static String detailOfFirstSick(List<InstanceStatus> instances) {
        return instances.stream()
                .filter(instance -> instance.state() != InstanceState.HEALTHY)
                .findFirst()
                .map(instance -> " (" + instance.name() + " is " + instance.state() + ": " + instance.detail() + ")")
                .orElse("");
    }
}
