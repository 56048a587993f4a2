package dev.slipway.server.rollout;

import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.kernel.Problem;
import java.util.Optional;
import org.jooq.DSLContext;

/** Holds releases to the order of environments: where one comes after another, a release has to succeed there first. */
record Precedence(Books books, Plans plans) {

    /** What somebody hears who asks for the release too early; absent when it may come. */
    Optional<Problem> refusal(DSLContext sql, String environment, String release) {
        return plans.side(release, environment)
                .environment()
                .after()
                .filter(before -> !hasSucceeded(sql, release, before))
                .map(before -> Problem.of(
                        Problem.Kind.CONFLICT,
                        "not-promoted-yet",
                        release + " has not succeeded in " + before + ", which comes before " + environment,
                        "deploy it to " + before + " first"));
    }

    private boolean hasSucceeded(DSLContext sql, String release, String environment) {
        return books.rollouts().ofRelease(sql, release, environment).stream()
                .anyMatch(rollout -> rollout.state() == RolloutState.SUCCEEDED);
    }
}
