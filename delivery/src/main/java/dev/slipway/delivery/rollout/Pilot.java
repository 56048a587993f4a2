package dev.slipway.delivery.rollout;

import dev.slipway.delivery.gate.GateStatus;
import dev.slipway.delivery.instance.InstanceStatus;
import dev.slipway.delivery.judge.Judgement;
import dev.slipway.delivery.rollout.Decision.Move;
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
    private static final String REQUESTS = "; requests that still run on the old release: ";

    private final Standing standing;
    private final WayBack wayBack;

    public Pilot(Rollout rollout, RolloutPlan plan, Instant now) {
        this.standing = new Standing(rollout, plan, now);
        this.wayBack = new WayBack(standing);
    }

    /** GATED: all gates passed opens it; one that can never pass fails it. */
    public Decision gated(List<GateStatus> gates) {
        List<GateStatus> hopeless = in(GateStatus.State.FAILED, gates);
        if (!hopeless.isEmpty()) {
            return new Move(RolloutEvent.FAIL, standing.progress(), failure(hopeless), gates);
        }
        List<GateStatus> waiting = in(GateStatus.State.WAITING, gates);
        if (waiting.isEmpty()) {
            return new Move(RolloutEvent.OPEN, standing.progress(), opening(gates), gates);
        }
        Instant opens = waiting.stream()
                .flatMap(gate -> gate.opensAt().stream())
                .min(Comparator.naturalOrder())
                .orElse(standing.now().plus(LONGEST_SLEEP));
        return standing.stay(waiting.stream().map(GateStatus::reason).collect(Collectors.joining("; ")), opens);
    }

    /** Who broke the glass, and why, is what a timeline has to tell. */
    private static String opening(List<GateStatus> gates) {
        return gates.stream()
                .filter(GateStatus::breaksGlass)
                .map(GateStatus::reason)
                .findFirst()
                .orElse("all gates are open");
    }

    private static List<GateStatus> in(GateStatus.State state, List<GateStatus> gates) {
        return gates.stream().filter(gate -> gate.state() == state).toList();
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
    public Decision started(List<InstanceStatus> observed, int wanted) {
        Instances instances = new Instances(observed);
        Optional<String> failure = instances.failure();
        if (failure.isPresent()) {
            return fail(failure.get());
        }
        long healthy = instances.healthy();
        if (healthy >= wanted) {
            return standing.move(RolloutEvent.HEALTHY, healthy + " of " + wanted + " instances are healthy");
        }
        if (standing.isLate()) {
            return fail("only " + healthy + " of " + wanted + " instances became healthy within " + patience()
                    + instances.ailment());
        }
        return standing.stay(healthy + " of " + wanted + " instances are healthy", standing.deadline());
    }

    /** STARTED: the platform says that no instance can ever run. */
    public Decision unstartable(String trouble) {
        return fail(trouble);
    }

    /** STARTED: the old release has not made room yet for the instances that are to be started. */
    public Decision makingRoom(String leaving) {
        return standing.isLate()
                ? fail("the old release did not make room within " + patience() + ": " + leaving)
                : standing.stay(leaving, standing.retryInTime());
    }

    private String patience() {
        return Durations.words(standing.patience());
    }

    /** VERIFIED: every smoke test must have succeeded. */
    public Decision verified(List<String> failures) {
        return failures.isEmpty()
                ? new Move(RolloutEvent.VERIFY, standing.progress().tested(), smokeWords())
                : fail("smoke test failed: " + String.join("; ", failures));
    }

    private String smokeWords() {
        int count = standing.plan().environment().smoke().size();
        return count == 0
                ? "no smoke tests are defined"
                : count + " smoke test" + (count == 1 ? "" : "s") + " succeeded";
    }

    /**
     * SHIFTING: left when the edge has read the weights back. An edge that cannot be reached is asked again until time
     * is up, for nobody knows any more what it does; and an instance that has failed gets no traffic.
     */
    public Decision shifting(Optional<String> edgeTrouble, List<InstanceStatus> instances) {
        Optional<String> failure = new Instances(instances).failure();
        if (failure.isPresent()) {
            return fail(failure.get());
        }
        if (edgeTrouble.isPresent()) {
            String trouble = "the edge cannot be told the new weights: " + edgeTrouble.get();
            return standing.isLate()
                    ? fail(trouble + ", for " + patience())
                    : standing.stay(trouble, standing.retryInTime());
        }
        Progress progress = standing.progress();
        return new Move(
                RolloutEvent.ROUTE,
                progress.atStage(progress.place().stage(), standing.now()),
                standing.weight() + " % of traffic goes to " + receiver());
    }

    /** A restart brings no other release. */
    private String receiver() {
        return standing.rollout().isRestart() ? "the new instances" : release();
    }

    private String release() {
        return standing.rollout().release();
    }

    /** OBSERVING: the judge first, then a person's wish to pause, then what the stage waits for. */
    public Decision observing(Judgement judgement, List<InstanceStatus> instances, int wanted) {
        return watchman(judgement, instances, wanted).observing();
    }

    /** HELD: the judge may still fail it; what was inconclusive goes on by itself when the judge has seen enough. */
    public Decision held(Judgement judgement, List<InstanceStatus> instances, int wanted) {
        return watchman(judgement, instances, wanted).held();
    }

    /** BAKING: armed until the end; when it is over, the way back is given up. */
    public Decision baking(Judgement judgement, List<InstanceStatus> instances, int wanted) {
        return watchman(judgement, instances, wanted).baking();
    }

    private Watchman watchman(Judgement judgement, List<InstanceStatus> instances, int wanted) {
        return new Watchman(standing, judgement, new Instances(instances), wanted);
    }

    /** A person's promote: past what the stage waits for, or past the bake. */
    public Move promoted() {
        Progress released = standing.progress().released();
        int next = released.place().stage() + 1;
        List<Stage> stages = standing.plan().stages();
        return next < stages.size()
                ? standing.to(
                        next,
                        released,
                        "promoted by hand to " + stages.get(next).weight() + " %")
                : new Move(RolloutEvent.COMPLETE, released, "promoted by hand");
    }

    /** A person's word that the new release stays, although it cannot be undone and something speaks against it. */
    public Move accepted(String reason) {
        return new Move(RolloutEvent.ACCEPT, standing.progress().accept(standing.now()), reason);
    }

    /** PROMOTED: recorded as the environment's release, unless it has failed in the meantime. */
    public Decision promoted(List<InstanceStatus> instances) {
        return new Instances(instances)
                .failure()
                .map(this::fail)
                .orElseGet(() -> standing.move(RolloutEvent.SETTLE, release() + " has all traffic"));
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
            return standing.move(
                    RolloutEvent.ESCALATE,
                    "the contract migration failed and must be finished by hand: " + contractFailure.get());
        }
        String reason = withoutRequests(standing.rollout().reason());
        if (oldStopped) {
            return standing.move(RolloutEvent.FINISH, reason);
        }
        return standing.stay(inFlight > 0 ? reason + REQUESTS + inFlight : reason, standing.retry());
    }

    /** What was waited for is no reason any more once it is over; why the release stays is. */
    private static String withoutRequests(String reason) {
        int waiting = reason.indexOf(REQUESTS);
        return waiting < 0 ? reason : reason.substring(0, waiting);
    }

    /** ROLLING_BACK: the old release is brought to strength before any traffic moves. */
    public Decision rollingBack(boolean oldReady, Optional<String> trouble) {
        return wayBack.restoring(oldReady, trouble);
    }

    /** CHECKING_ROLLBACK: the old release must be seen serving and the new one must be gone. */
    public Decision checkingRollback(Optional<String> oldTrouble, boolean newStopped) {
        return wayBack.checking(oldTrouble, newStopped);
    }

    /**
     * A failure of something that runs: undone if it can be, handed to a person if not. A release that serves alone and
     * has no predecessor stays where it is, for nothing would serve without it.
     */
    public Move fail(String reason) {
        return wayBack.undo(RolloutEvent.FAIL, reason);
    }

    /** A person's abort of something that runs. */
    public Move abort(String reason) {
        return wayBack.undo(RolloutEvent.ABORT, reason);
    }
}
