package dev.slipway.server.run;

import dev.slipway.server.git.PullRefs;
import dev.slipway.server.project.Hook;
import java.util.Optional;

/**
 * What a webhook means to the preview of a pull request.
 *
 * @param ref full name of what the preview shows
 * @param open false where the pull request was merged or closed, true where it was opened again
 * @param reason why, for people
 */
public record PullTurn(String ref, boolean open, String reason) {

    /** Absent for webhooks that neither close a pull request nor open it again. */
    public static Optional<PullTurn> of(Hook hook) {
        return PullHook.of(hook).flatMap(pull -> switch (pull.action()) {
            case "closed" -> Optional.of(turn(pull, false, "merged or closed"));
            case "reopened" -> Optional.of(turn(pull, true, "opened again"));
            default -> Optional.empty();
        });
    }

    private static PullTurn turn(PullHook pull, boolean open, String word) {
        return new PullTurn(PullRefs.mergeRef(pull.number()), open, "pull request " + pull.number() + " is " + word);
    }
}
