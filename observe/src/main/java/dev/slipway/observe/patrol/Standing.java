package dev.slipway.observe.patrol;

/**
 * What an endpoint counts as, after so many results that say otherwise.
 *
 * @param against results in a row that contradict the state
 */
public record Standing(State state, int against) {

    /** Nothing is known yet. */
    public static final Standing UNKNOWN = new Standing(State.UNKNOWN, 0);

    /** It was down when an earlier life of the server ended. */
    public static final Standing DOWN = new Standing(State.DOWN, 0);

    /** What an endpoint can count as. */
    public enum State {
        /** There were not enough results yet. */
        UNKNOWN,
        /** It works, but for failures that are too few to count. */
        UP,
        /** It does not work, but for successes that are too few to count. */
        DOWN
    }

    /**
     * After one more result.
     *
     * @param failuresUntilDown in a row
     * @param successesUntilUp in a row, for one that is down
     */
    Standing after(boolean success, int failuresUntilDown, int successesUntilUp) {
        return switch (state) {
            case UNKNOWN -> success ? up() : against(failuresUntilDown, State.DOWN);
            case UP -> success ? up() : against(failuresUntilDown, State.DOWN);
            case DOWN -> success ? against(successesUntilUp, State.UP) : DOWN;
        };
    }

    private static Standing up() {
        return new Standing(State.UP, 0);
    }

    private Standing against(int enough, State other) {
        return against + 1 >= enough ? new Standing(other, 0) : new Standing(state, against + 1);
    }
}
