package dev.slipway.platforms.container;

import dev.slipway.delivery.instance.InstanceSpec;
import dev.slipway.kernel.Digest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How the containers of one platform are known to it and to people. Never with a secret in them: labels are shown to
 * whoever may list containers.
 *
 * @param home names the platform's folder: an engine may serve several
 */
record InstanceLabels(String home) {

    private static final String PREFIX = "dev.slipway.";
    private static final String HOME = PREFIX + "home";

    /** Of one life of an instance. */
    static final String NONCE = PREFIX + "nonce";

    private static final String TASK = PREFIX + "task";

    static InstanceLabels of(Path home) {
        return new InstanceLabels(Digest.of(home.toString()).brief());
    }

    /** Everything of this platform. */
    Map<String, String> all() {
        return Map.of(HOME, home);
    }

    /** What finds one life. */
    Map<String, String> life(String nonce) {
        return Map.of(HOME, home, NONCE, nonce);
    }

    /** Whether these are the labels of a life that one of the nonces names; tasks have none. */
    static boolean isLifeOf(Map<String, String> labels, List<String> nonces) {
        return labels.containsKey(NONCE) && nonces.contains(labels.get(NONCE));
    }

    /** What finds the tasks. */
    Map<String, String> tasks() {
        return Map.of(HOME, home, TASK, "1");
    }

    /** All labels of one life. */
    Map<String, String> of(InstanceSpec spec, String nonce) {
        Map<String, String> labels = new TreeMap<>(life(nonce));
        labels.putAll(about(spec));
        return labels;
    }

    /** All labels of a task. */
    Map<String, String> ofTask(InstanceSpec spec) {
        Map<String, String> labels = new TreeMap<>(tasks());
        labels.putAll(about(spec));
        return labels;
    }

    private static Map<String, String> about(InstanceSpec spec) {
        return Map.of(
                PREFIX + "project", spec.project(),
                PREFIX + "environment", spec.environment(),
                PREFIX + "service", spec.service(),
                PREFIX + "release", spec.release(),
                PREFIX + "instance", spec.name(),
                PREFIX + "artifact", spec.artifact().toString());
    }
}
