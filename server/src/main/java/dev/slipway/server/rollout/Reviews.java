package dev.slipway.server.rollout;

import dev.slipway.delivery.gate.Approval;
import dev.slipway.delivery.gate.Reviewer;
import dev.slipway.delivery.rollout.Decision;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutEvent;
import dev.slipway.delivery.rollout.RolloutPlan;
import dev.slipway.kernel.Problem;
import dev.slipway.store.account.TeamRows;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jooq.DSLContext;

/** What reviewers say of a rollout that waits: yes, no, or that the gates cannot wait. */
final class Reviews {

    private final Books books;
    private final Plans plans;
    private final Clerk clerk;
    private final Gatehouse gatehouse;
    private final Trail trail;
    private final InstantSource clock;
    private final Moves moves;

    Reviews(Books books, Plans plans, Clerk clerk, Gatehouse gatehouse, Trail trail, InstantSource clock, Moves moves) {
        this.books = books;
        this.plans = plans;
        this.clerk = clerk;
        this.gatehouse = gatehouse;
        this.trail = trail;
        this.clock = clock;
        this.moves = moves;
    }

    /** One reviewer's yes, bound to the release as it is. */
    Rollout approve(String id, Commands.Word word) {
        return decide(id, word, Approval.Decision.APPROVED);
    }

    /** Opens every gate in an emergency; the audit log says who did and why. */
    Rollout breakGlass(String id, Commands.Word word) {
        refuseWithoutReason(word);
        return decide(id, word, Approval.Decision.BREAK_GLASS);
    }

    /** The same for a rollout that is asked for in this transaction: one whose gates have failed would be over at once. */
    void breakGlass(DSLContext sql, Rollout asked, Commands.Word word) {
        refuseWithoutReason(word);
        Reviewer who = new Reviewer(word.who(), TeamRows.of(sql, word.who()));
        write(sql, asked, plans.plan(asked), who, word, Approval.Decision.BREAK_GLASS);
    }

    private static void refuseWithoutReason(Commands.Word word) {
        if (word.comment().isBlank()) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "no-comment",
                    "break-glass needs a reason",
                    "say with --comment why the gates cannot wait");
        }
    }

    private Rollout decide(String id, Commands.Word word, Approval.Decision decision) {
        Rollout rollout = books.database().transaction(sql -> {
            Rollout found = books.rollouts().get(sql, id);
            if (!found.state().isWaiting()) {
                throw moves.wrongState(found, "approved");
            }
            RolloutPlan plan = plans.plan(found);
            Reviewer who = new Reviewer(word.who(), TeamRows.of(sql, word.who()));
            if (decision == Approval.Decision.APPROVED) {
                refuseUnentitled(found, plan, who);
            }
            write(sql, found, plan, who, word, decision);
            return found;
        });
        clerk.wake(rollout);
        return rollout;
    }

    private void write(
            DSLContext sql,
            Rollout rollout,
            RolloutPlan plan,
            Reviewer who,
            Commands.Word word,
            Approval.Decision decision) {
        String release = plan.release().digest().toString();
        books.approvals()
                .append(
                        sql,
                        new Approval(
                                rollout.id(),
                                plan.release().digest(),
                                word.who(),
                                decision,
                                word.comment(),
                                clock.instant(),
                                who.teams()));
        trail.append(
                sql,
                word.who(),
                "rollout." + verb(decision),
                rollout.id(),
                rollout.project(),
                word.reason(deed(decision)) + " for " + rollout.release() + " (" + release + ") in "
                        + rollout.environment());
    }

    private static String verb(Approval.Decision decision) {
        return switch (decision) {
            case APPROVED -> "approve";
            case REJECTED -> "reject";
            case CONFIRMED -> "confirm";
            case BREAK_GLASS -> "break-glass";
        };
    }

    private static String deed(Approval.Decision decision) {
        return switch (decision) {
            case APPROVED -> "approved";
            case REJECTED -> "rejected";
            case CONFIRMED -> "a point of the checklist confirmed";
            case BREAK_GLASS -> "all gates opened";
        };
    }

    private void refuseUnentitled(Rollout rollout, RolloutPlan plan, Reviewer who) {
        gatehouse.refusal(rollout, plan, who).ifPresent(hint -> {
            throw Problem.of(
                    Problem.Kind.DENIED,
                    "may-not-approve",
                    who.name() + " may not approve " + rollout.release() + " in " + rollout.environment(),
                    hint);
        });
    }

    /**
     * Confirms one point of the checklist.
     *
     * @param word its comment is the point's number, from 1, or its text
     */
    Rollout confirm(String id, Commands.Word word) {
        Rollout rollout = moves.find(id);
        List<String> points =
                gatehouse.rules(rollout, plans.plan(rollout)).own().checklist();
        String point = points.stream()
                .filter(text -> text.equals(word.comment())
                        || Integer.toString(points.indexOf(text) + 1).equals(word.comment()))
                .findFirst()
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.INVALID,
                        "no-such-point",
                        "'" + word.comment() + "' is no point of the checklist of " + rollout.environment(),
                        points.isEmpty()
                                ? "the environment has no checklist"
                                : "give a number from 1 to " + points.size() + " or the text of: "
                                        + String.join("; ", points)));
        return decide(id, new Commands.Word(word.who(), point), Approval.Decision.CONFIRMED);
    }

    /** One reviewer's no: the rollout is called off. */
    Rollout reject(String id, Commands.Word word) {
        return moves.act(
                id,
                word,
                "rejected",
                (rollout, plan) -> rollout.state().isWaiting()
                        ? Optional.of(
                                new Decision.Move(RolloutEvent.ABORT, rollout.progress(), word.reason("rejected")))
                        : Optional.empty());
    }
}
