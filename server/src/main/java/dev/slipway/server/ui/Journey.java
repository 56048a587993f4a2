package dev.slipway.server.ui;

import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.server.rollout.RolloutView;
import java.util.ArrayList;
import java.util.List;

/** The way of a rollout from its gates to the end of its bake, with where it is. */
public final class Journey {

    private Journey() {}

    /** Where the rollout stands to a part of its way. */
    public enum Mark {
        DONE,
        NOW,
        NEXT,
        /** Here it ended, or turned back. */
        FAILED,
        /** It will not come here any more. */
        SKIPPED
    }

    /** @param text what this part of the way is */
    public record Part(String text, Mark mark) {

        public Tone tone() {
            return switch (mark) {
                case DONE -> Tone.GOOD;
                case NOW -> Tone.BUSY;
                case FAILED -> Tone.BAD;
                case NEXT, SKIPPED -> Tone.IDLE;
            };
        }

        /** For those who do not see the icon. */
        public String spoken() {
            return switch (mark) {
                case DONE -> "done";
                case NOW -> "now";
                case NEXT -> "to come";
                case FAILED -> "ended here";
                case SKIPPED -> "not reached";
            };
        }
    }

    /** All parts of the way, in order. */
    public static List<Part> of(RolloutView rollout) {
        List<String> texts = new ArrayList<>(List.of("Gates", "Prepare", "Start and verify"));
        rollout.steps().forEach(step -> texts.add("Traffic " + step));
        texts.add("Bake");
        texts.add("Retire the old release");
        int at = position(rollout, texts.size());
        boolean stopped = stopped(rollout.state());
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            parts.add(new Part(texts.get(i), mark(i, at, stopped)));
        }
        return parts;
    }

    private static Mark mark(int index, int at, boolean stopped) {
        if (index < at) {
            return Mark.DONE;
        }
        if (index == at) {
            return stopped ? Mark.FAILED : Mark.NOW;
        }
        return stopped ? Mark.SKIPPED : Mark.NEXT;
    }

    private static int position(RolloutView rollout, int size) {
        return switch (rollout.state()) {
            case REQUESTED, GATED -> 0;
            case PREPARED -> 2;
            case STARTED, VERIFIED -> 2;
            case SHIFTING, OBSERVING, HELD -> 3 + rollout.step();
            case PROMOTED, BAKING -> size - 2;
            case FINISHING -> size - 1;
            case SUCCEEDED -> size;
            case ROLLING_BACK, CHECKING_ROLLBACK, ROLLED_BACK, NEEDS_HUMAN, FAILED, SUPERSEDED, CANCELLED ->
                furthest(rollout, size);
        };
    }

    /** Where it was before it turned back, by its timeline. */
    private static int furthest(RolloutView rollout, int size) {
        return rollout.timeline().stream()
                .map(moment -> moment.from())
                .mapToInt(state -> switch (state) {
                    case REQUESTED, GATED -> 0;
                    case PREPARED -> 1;
                    case STARTED, VERIFIED -> 2;
                    case SHIFTING, OBSERVING, HELD -> 3 + rollout.step();
                    case PROMOTED, BAKING -> size - 2;
                    case FINISHING, SUCCEEDED -> size - 1;
                    case ROLLING_BACK, CHECKING_ROLLBACK, ROLLED_BACK, NEEDS_HUMAN, FAILED, SUPERSEDED, CANCELLED -> 0;
                })
                .max()
                .orElse(0);
    }

    private static boolean stopped(RolloutState state) {
        return switch (state) {
            case ROLLING_BACK, CHECKING_ROLLBACK, ROLLED_BACK, NEEDS_HUMAN, FAILED, SUPERSEDED, CANCELLED -> true;
            case REQUESTED,
                    GATED,
                    PREPARED,
                    STARTED,
                    VERIFIED,
                    SHIFTING,
                    OBSERVING,
                    HELD,
                    PROMOTED,
                    BAKING,
                    FINISHING,
                    SUCCEEDED -> false;
        };
    }
}
