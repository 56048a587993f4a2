package dev.slipway.delivery.judge;

import java.util.List;

/**
 * Decides whether a new release is worse than the old one. It may be asked after every look, as often as one likes, and
 * over all those looks and all rules a healthy release fails with probability at most the policy's alpha.
 */
public final class Judge {

    private Judge() {}

    /** The canary against the old release that serves beside it. */
    public static Judgement judge(JudgePolicy policy, List<Look> looks) {
        return fold(JudgeState.start(policy), looks);
    }

    /**
     * The release alone, after it took all traffic, against what was recorded of the old one before.
     *
     * @see JudgeState#startAlone for what this assumes
     */
    public static Judgement judgeAlone(JudgePolicy policy, Arm recorded, List<Look> looks) {
        return fold(JudgeState.startAlone(policy, recorded), looks);
    }

    private static Judgement fold(JudgeState start, List<Look> looks) {
        JudgeState state = start;
        for (Look look : looks) {
            state = state.add(look);
        }
        return state.judgement();
    }
}
