package dev.slipway.server.rollout;

import dev.slipway.delivery.rollout.RolloutPlan;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The secrets of an environment, as far as rollouts need them: frozen by version, revealed to instances only. */
public interface Vault {

    /** No project has any: for a platform whose services ask for none. */
    Vault EMPTY = new Vault() {
        @Override
        public Map<String, Long> newest(String project, String environment, Collection<String> names) {
            return Map.of();
        }

        @Override
        public Map<String, Long> ofPreviews(String project, Collection<String> names) {
            return Map.of();
        }

        @Override
        public Map<String, String> reveal(String project, String environment, Map<String, Long> versions) {
            return Map.of();
        }
    };

    /**
     * The newest version of each secret.
     *
     * @throws dev.slipway.kernel.Problem NOT_FOUND, code {@code no-secret}, naming the first that does not exist
     */
    Map<String, Long> newest(String project, String environment, Collection<String> names);

    /**
     * The newest version of each secret that was set for previews; the project's own are not among them.
     *
     * @throws dev.slipway.kernel.Problem NOT_FOUND, code {@code no-secret}, naming the first that does not exist
     */
    Map<String, Long> ofPreviews(String project, Collection<String> names);

    /** The newest version of each secret that the side's services ask for. */
    default Map<String, Long> newest(RolloutPlan.Side side) {
        String project = side.release().project();
        List<String> names = ServedSecrets.names(side.services());
        return side.isPreview()
                ? ofPreviews(project, names)
                : newest(project, side.environment().name(), names);
    }

    /** The values of exactly these versions. */
    Map<String, String> reveal(String project, String environment, Map<String, Long> versions);
}
