package dev.slipway.delivery.rollout;

import java.util.ArrayList;
import java.util.List;

/**
 * What an environment leads back through. A deployment lies upon the one before it, and a rollback takes away what lies
 * upon the one it returned to; a restart stands for the deployment that it renewed. So going back twice leads two deployments back, and never to what was just left.
 */
public final class Lineage {

    private Lineage() {}

    /**
     * What is left of the deployments, what serves first and then what was before it.
     *
     * @param succeeded rollouts of one environment, newest first; may leave out the oldest
     */
    public static List<Rollout> of(List<Rollout> succeeded) {
        List<Rollout> left = new ArrayList<>();
        for (Rollout rollout : succeeded.reversed()) {
            int like = rollout.kind() == Rollout.Kind.DEPLOY ? -1 : lastLike(rollout, left);
            if (like >= 0) {
                left.subList(like + 1, left.size()).clear();
            }
            if (like >= 0 && rollout.isRestart()) {
                left.set(like, rollout);
            } else if (like < 0) {
                left.add(rollout);
            }
        }
        return List.copyOf(left.reversed());
    }

    private static int lastLike(Rollout rollout, List<Rollout> left) {
        for (int i = left.size() - 1; i >= 0; i--) {
            Rollout each = left.get(i);
            if (each.release().equals(rollout.release())
                    && each.progress().secrets().equals(rollout.progress().secrets())) {
                return i;
            }
        }
        return -1;
    }
}
