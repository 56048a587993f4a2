package dev.slipway.server.run;

import dev.slipway.kernel.Json;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a run of a pull request must not forget, in no attempt of it.
 *
 * @param number of the pull request
 * @param definition commit that workflows and the ones they call are read from: for strangers never their own
 * @param stranger whether its code comes from a fork: no secrets, a token that reads, walls, and somebody who approves
 * @param head commit that statuses are reported for
 * @param base short name of the branch that it goes to
 * @param aside whether that is another than the default branch; absent in runs from before this was kept
 */
public record PullFacts(
        long number,
        String definition,
        boolean stranger,
        String head,
        String base,
        @Nullable Boolean aside) {

    /** The branch that it goes to, where that is not the default branch. */
    public Optional<String> sideBranch() {
        return Optional.of(base).filter(_ -> Boolean.TRUE.equals(aside));
    }

    /** The facts that were kept with a run; absent where no pull request started it. */
    public static Optional<PullFacts> of(String eventJson) {
        return Optional.ofNullable(Json.read(eventJson, StoredEvent.class).pull());
    }

    /** Says why a run waits that has just been created. */
    static String reason(@Nullable PullFacts facts) {
        return facts == null || !facts.stranger()
                ? ""
                : "waits for approval: its code is of a fork (pull request " + facts.number()
                        + "); read it, then `slipway approve` the run";
    }
}
