package dev.slipway.server.ui;

import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.server.rollout.RolloutView;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

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
        OptionalInt onItsWay = place(rollout.state(), rollout.step(), texts.size());
        int at = onItsWay.orElseGet(() -> furthest(rollout, texts.size()));
        boolean stopped = onItsWay.isEmpty();
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

    /** Where it was before it turned back, by its timeline. */
    private static int furthest(RolloutView rollout, int size) {
        return rollout.timeline().stream()
                .flatMapToInt(moment -> place(moment.from(), rollout.step(), size).stream())
                .max()
                .orElse(0);
    }

    /** The part at which a state is worked on, or the number of all when all are done; empty where it goes on no more. */
    private static OptionalInt place(RolloutState state, int step, int size) {
        return switch (state) {
            case REQUESTED, GATED -> OptionalInt.of(0);
            case PREPARED -> OptionalInt.of(1);
            case STARTED, VERIFIED -> OptionalInt.of(2);
            case SHIFTING, OBSERVING, HELD -> OptionalInt.of(3 + step);
            case PROMOTED, BAKING -> OptionalInt.of(size - 2);
            case FINISHING -> OptionalInt.of(size - 1);
            case SUCCEEDED -> OptionalInt.of(size);
            case ROLLING_BACK, CHECKING_ROLLBACK, ROLLED_BACK, NEEDS_HUMAN, FAILED, SUPERSEDED, CANCELLED ->
                OptionalInt.empty();
        };
    }
}
