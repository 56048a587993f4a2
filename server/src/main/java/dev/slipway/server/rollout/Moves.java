package dev.slipway.server.rollout;

import dev.slipway.delivery.rollout.Decision;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutPlan;
import dev.slipway.kernel.Problem;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Lets a person's word move a rollout, in one transaction with its audit row. A word that meets a rollout which has just
 * moved on looks again, so an abort is never lost to a promotion.
 */
final class Moves {

    private static final int ATTEMPTS = 20;

    private final Books books;
    private final Plans plans;
    private final Clerk clerk;

    Moves(Books books, Plans plans, Clerk clerk) {
        this.books = books;
        this.plans = plans;
        this.clerk = clerk;
    }

    /** What a word means in the state that the rollout is found in; empty when it means nothing there. */
    @FunctionalInterface
    interface Choice {
        Optional<Decision.Move> of(Rollout rollout, RolloutPlan plan);
    }

    /**
     * @param done what could not be done to the rollout when there is no choice, such as {@code paused}
     * @throws Problem CONFLICT, code {@code not-now}
     */
    Rollout act(String id, Commands.Word word, String done, Choice choice) {
        return again(() -> {
            Rollout rollout = find(id);
            Decision.Move move = choice.of(rollout, plans.plan(rollout)).orElseThrow(() -> wrongState(rollout, done));
            return clerk.move(rollout, move, word.who());
        });
    }

    Rollout find(String id) {
        return books.database().read(sql -> books.rollouts().get(sql, id));
    }

    static Rollout again(Supplier<Rollout> attempt) {
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

    Problem wrongState(Rollout rollout, String done) {
        List<String> possible = Commands.possible(
                rollout, books.database().read(sql -> books.rollouts().timeline(sql, rollout.id())));
        return Problem.of(
                Problem.Kind.CONFLICT,
                "not-now",
                "rollout " + rollout.id() + " is " + rollout.state() + " and cannot be " + done,
                possible.isEmpty() ? "it is over" : "it can take: " + String.join(", ", possible));
    }
}
