package dev.slipway.server.rollout;

import dev.slipway.delivery.config.Gates;
import dev.slipway.delivery.gate.Approval;
import dev.slipway.delivery.gate.GateFacts;
import dev.slipway.delivery.gate.GateKeeper;
import dev.slipway.delivery.rollout.Decision;
import dev.slipway.delivery.rollout.Pilot;
import dev.slipway.delivery.rollout.Progress;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutEvent;
import dev.slipway.delivery.rollout.RolloutPlan;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.delivery.rollout.RolloutTransitions;
import dev.slipway.kernel.Problem;
import dev.slipway.store.rollout.Environments;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What people can tell rollouts. Every command is checked against the state it finds and written in one transaction; a
 * command that meets a rollout which has just moved on looks again, so an abort is never lost to a promotion.
 */
public final class Commands {

    private static final Set<RolloutState> PAUSABLE = EnumSet.of(
            RolloutState.PREPARED,
            RolloutState.STARTED,
            RolloutState.VERIFIED,
            RolloutState.SHIFTING,
            RolloutState.OBSERVING);
    private static final int ATTEMPTS = 20;
    private static final int SEARCHED = 50;

    private final Books books;
    private final Plans plans;
    private final Clerk clerk;
    private final Gatehouse gatehouse;
    private final Trail trail;
    private final InstantSource clock;

    public Commands(Books books, Plans plans, Clerk clerk, Gatehouse gatehouse, Trail trail, InstantSource clock) {
        this.books = books;
        this.plans = plans;
        this.clerk = clerk;
        this.gatehouse = gatehouse;
        this.trail = trail;
        this.clock = clock;
    }

    /** Who says something about a rollout, and why. */
    public record Word(String who, String comment) {
        String reason(String act) {
            return comment.isBlank() ? act + " by " + who : act + " by " + who + ": " + comment;
        }
    }

    /**
     * Asks for a release in an environment.
     *
     * @param release absent for the project's newest
     */
    public Rollout deploy(String project, String environment, Optional<String> release, Word word) {
        return books.database().transaction(sql -> {
            String chosen = release.orElseGet(() -> books.releases().ofProject(sql, project, 1).stream()
                    .findFirst()
                    .map(newest -> newest.id())
                    .orElseThrow(() -> Problem.of(
                            Problem.Kind.NOT_FOUND,
                            "no-release",
                            project + " has no release yet",
                            "push a commit whose workflows succeed")));
            ofProject(project, chosen);
            refuseTwin(sql, project, environment, chosen);
            refuseSkipping(sql, project, environment, chosen);
            return clerk.request(
                    sql, project, environment, chosen, Rollout.Kind.DEPLOY, word.who(), word.reason("asked for"));
        });
    }

    /**
     * Brings the release back that served before: of a rollout that is under way by undoing it, else by a rollout of
     * its own that passes no gates and no stages.
     */
    public Rollout rollback(String project, String environment, Word word) {
        Optional<Rollout> running =
                books.database().read(sql -> books.rollouts().active(sql, project, environment)).stream()
                        .filter(rollout -> rollout.state().holdsLane())
                        .findFirst();
        if (running.isPresent()) {
            return abort(running.get().id(), word);
        }
        return books.database().transaction(sql -> {
            Environments.Serving serving = books.environments()
                    .find(sql, project, environment)
                    .filter(found -> found.release().isPresent())
                    .orElseThrow(() -> Problem.of(
                            Problem.Kind.CONFLICT,
                            "nothing-serves",
                            "nothing serves in " + environment + " of " + project,
                            "there is nothing to roll back; `slipway deploy " + environment + "` brings a release"));
            String target = earlier(sql, serving);
            return clerk.request(
                    sql, project, environment, target, Rollout.Kind.ROLLBACK, word.who(), word.reason("rolled back"));
        });
    }

    private String earlier(org.jooq.DSLContext sql, Environments.Serving serving) {
        return books.rollouts().ended(sql, serving.project(), serving.name(), RolloutState.SUCCEEDED, SEARCHED).stream()
                .map(Rollout::release)
                .filter(release -> !serving.release().equals(Optional.of(release)))
                .findFirst()
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.CONFLICT,
                        "no-earlier-release",
                        "no other release has succeeded in " + serving.name() + " before",
                        "`slipway deploy " + serving.name() + " --release R` brings any release"));
    }

    /** One reviewer's yes, bound to the release as it is. */
    public Rollout approve(String id, Word word) {
        return decide(id, word, Approval.Decision.APPROVED);
    }

    /** Opens every gate in an emergency; the audit log says who did and why. */
    public Rollout breakGlass(String id, Word word) {
        if (word.comment().isBlank()) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "no-comment",
                    "break-glass needs a reason",
                    "say with --comment why the gates cannot wait");
        }
        return decide(id, word, Approval.Decision.BREAK_GLASS);
    }

    private Rollout decide(String id, Word word, Approval.Decision decision) {
        Rollout rollout = books.database().transaction(sql -> {
            Rollout found = books.rollouts().get(sql, id);
            if (!found.state().isWaiting()) {
                throw wrongState(found, "approved");
            }
            RolloutPlan plan = plans.plan(found);
            if (decision == Approval.Decision.APPROVED) {
                refuseUnentitled(found, plan, word.who());
            }
            books.approvals()
                    .append(
                            sql,
                            new Approval(
                                    id,
                                    plan.release().digest(),
                                    word.who(),
                                    decision,
                                    word.comment(),
                                    clock.instant()));
            trail.append(
                    sql,
                    word.who(),
                    "rollout." + (decision == Approval.Decision.APPROVED ? "approve" : "break-glass"),
                    id,
                    found.project(),
                    word.reason(decision == Approval.Decision.APPROVED ? "approved" : "all gates opened")
                            + " for " + found.release() + " (" + plan.release().digest() + ") in "
                            + found.environment());
            return found;
        });
        clerk.wake(rollout);
        return rollout;
    }

    private void refuseUnentitled(Rollout rollout, RolloutPlan plan, String who) {
        Optional<Gates.Reviewers> rule = plan.environment().gates().reviewers();
        GateFacts facts = gatehouse.facts(rollout, plan.release());
        if (rule.isPresent() && !GateKeeper.mayApprove(rule.get(), facts, who)) {
            throw Problem.of(
                    Problem.Kind.DENIED,
                    "may-not-approve",
                    who + " may not approve " + rollout.release() + " in " + rollout.environment(),
                    rule.get().users().isEmpty() || rule.get().users().contains(who)
                            ? "who made or asked for a change does not approve it; ask somebody else"
                            : "reviewers are: " + String.join(", ", rule.get().users()));
        }
    }

    /** One reviewer's no: the rollout is called off. */
    public Rollout reject(String id, Word word) {
        return act(
                id,
                word,
                "rejected",
                (rollout, plan) -> rollout.state().isWaiting()
                        ? Optional.of(
                                new Decision.Move(RolloutEvent.ABORT, rollout.progress(), word.reason("rejected")))
                        : Optional.empty());
    }

    /** Ends a wait: a hold, a stage, or the bake. */
    public Rollout promote(String id, Word word) {
        return act(id, word, "promoted", (rollout, plan) -> switch (rollout.state()) {
            case HELD, OBSERVING -> Optional.of(new Pilot(rollout, plan, clock.instant()).promoted());
            case BAKING ->
                Optional.of(new Decision.Move(RolloutEvent.BAKED, rollout.progress(), word.reason("bake ended")));
            case REQUESTED,
                    GATED,
                    PREPARED,
                    STARTED,
                    VERIFIED,
                    SHIFTING,
                    PROMOTED,
                    FINISHING,
                    SUCCEEDED,
                    ROLLING_BACK,
                    CHECKING_ROLLBACK,
                    ROLLED_BACK,
                    NEEDS_HUMAN,
                    FAILED,
                    SUPERSEDED,
                    CANCELLED -> Optional.empty();
        });
    }

    /** Calls it off: before anything was started by ending it, later by going back. */
    public Rollout abort(String id, Word word) {
        return act(id, word, "aborted", (rollout, plan) -> {
            if (rollout.state() == RolloutState.NEEDS_HUMAN) {
                return Optional.of(new Decision.Move(RolloutEvent.CLOSE, rollout.progress(), word.reason("closed")));
            }
            if (!RolloutTransitions.TABLE.allows(rollout.state(), RolloutEvent.ABORT)) {
                return Optional.empty();
            }
            boolean touched = RolloutTransitions.TABLE.allows(rollout.state(), RolloutEvent.ESCALATE);
            return Optional.of(
                    touched
                            ? new Pilot(rollout, plan, clock.instant()).abort(word.reason("aborted"))
                            : new Decision.Move(RolloutEvent.ABORT, rollout.progress(), word.reason("aborted")));
        });
    }

    /** Lets it wait at the next stage, or where it is when it is being observed. */
    public Rollout pause(String id, Word word) {
        return again(() -> {
            Rollout rollout = books.database().read(sql -> books.rollouts().get(sql, id));
            if (!possible(rollout).contains("pause")) {
                throw wrongState(rollout, "paused");
            }
            Progress progress = rollout.progress().wantPause(true);
            return noted(rollout, progress, word.reason("pause wanted"), word, "rollout.pause");
        });
    }

    /** Goes on after a pause, or tries a rollback again that needed a human. */
    public Rollout resume(String id, Word word) {
        return act(id, word, "resumed", (rollout, plan) -> switch (rollout.state()) {
            case HELD ->
                Optional.of(new Decision.Move(
                        RolloutEvent.RESUME,
                        rollout.progress()
                                .released()
                                .atWatch(rollout.progress().place().watch(), clock.instant()),
                        word.reason("resumed")));
            case NEEDS_HUMAN ->
                Optional.of(
                        new Decision.Move(RolloutEvent.RETRY, rollout.progress(), word.reason("rollback tried again")));
            case REQUESTED,
                    GATED,
                    PREPARED,
                    STARTED,
                    VERIFIED,
                    SHIFTING,
                    OBSERVING,
                    PROMOTED,
                    BAKING,
                    FINISHING,
                    SUCCEEDED,
                    ROLLING_BACK,
                    CHECKING_ROLLBACK,
                    ROLLED_BACK,
                    FAILED,
                    SUPERSEDED,
                    CANCELLED -> Optional.empty();
        });
    }

    /** What can be told to a rollout in its present state. */
    public static List<String> possible(Rollout rollout) {
        List<String> words = new ArrayList<>();
        RolloutState state = rollout.state();
        if (state.isWaiting()) {
            words.addAll(List.of("approve", "reject"));
        }
        if (state == RolloutState.HELD || state == RolloutState.OBSERVING || state == RolloutState.BAKING) {
            words.add("promote");
        }
        if (state == RolloutState.HELD || state == RolloutState.NEEDS_HUMAN) {
            words.add("resume");
        }
        if (PAUSABLE.contains(state)) {
            words.add("pause");
        }
        if (RolloutTransitions.TABLE.allows(state, RolloutEvent.ABORT) || state == RolloutState.NEEDS_HUMAN) {
            words.add("abort");
        }
        return List.copyOf(words);
    }

    @FunctionalInterface
    private interface Choice {
        Optional<Decision.Move> of(Rollout rollout, RolloutPlan plan);
    }

    private Rollout act(String id, Word word, String done, Choice choice) {
        return again(() -> {
            Rollout rollout = books.database().read(sql -> books.rollouts().get(sql, id));
            Decision.Move move = choice.of(rollout, plans.plan(rollout)).orElseThrow(() -> wrongState(rollout, done));
            return clerk.move(rollout, move, word.who());
        });
    }

    private Rollout noted(Rollout rollout, Progress progress, String reason, Word word, String what) {
        Rollout after = rollout.staying(progress, reason, clock.instant());
        books.database().execute(sql -> {
            books.rollouts().save(sql, after);
            trail.append(sql, word.who(), what, after.id(), after.project(), reason);
        });
        clerk.wake(after);
        return after;
    }

    private static Rollout again(java.util.function.Supplier<Rollout> attempt) {
        for (int i = 1; ; i++) {
            try {
                return attempt.get();
            } catch (Problem e) {
                if (!e.code().equals("stale-version") || i == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private void ofProject(String project, String release) {
        if (!plans.release(release).release().project().equals(project)) {
            throw Problem.of(
                    Problem.Kind.NOT_FOUND,
                    "no-release",
                    "project " + project + " has no release '" + release + "'",
                    "`slipway releases` lists those that exist");
        }
    }

    private void refuseTwin(org.jooq.DSLContext sql, String project, String environment, String release) {
        Optional<Rollout> twin = books.rollouts().active(sql, project, environment).stream()
                .filter(rollout -> rollout.release().equals(release))
                .findFirst();
        if (twin.isPresent()) {
            throw Problem.of(
                    Problem.Kind.CONFLICT,
                    "already-under-way",
                    release + " is already on its way to " + environment + " ("
                            + twin.get().id() + ")",
                    "look at it with `slipway status`");
        }
        boolean serves = books.environments()
                .find(sql, project, environment)
                .flatMap(Environments.Serving::release)
                .equals(Optional.of(release));
        if (serves) {
            throw Problem.of(
                    Problem.Kind.CONFLICT,
                    "already-serves",
                    release + " already serves in " + environment,
                    "choose another release with --release");
        }
    }

    private void refuseSkipping(org.jooq.DSLContext sql, String project, String environment, String release) {
        Optional<String> after = plans.side(release, environment).environment().after();
        if (after.isEmpty()) {
            return;
        }
        boolean been =
                books.rollouts().ended(sql, project, after.get(), RolloutState.SUCCEEDED, Integer.MAX_VALUE).stream()
                        .anyMatch(rollout -> rollout.release().equals(release));
        if (!been) {
            throw Problem.of(
                    Problem.Kind.CONFLICT,
                    "not-promoted-yet",
                    release + " has not succeeded in " + after.get() + ", which comes before " + environment,
                    "deploy it to " + after.get() + " first");
        }
    }

    private static Problem wrongState(Rollout rollout, String done) {
        return Problem.of(
                Problem.Kind.CONFLICT,
                "not-now",
                "rollout " + rollout.id() + " is " + rollout.state() + " and cannot be " + done,
                possible(rollout).isEmpty() ? "it is over" : "it can take: " + String.join(", ", possible(rollout)));
    }
}
