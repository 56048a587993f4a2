package dev.slipway.server.rollout;

import dev.slipway.delivery.config.ConfigReader;
import dev.slipway.kernel.Finding;
import dev.slipway.server.git.ConfigurationFiles;
import java.util.List;
import java.util.Map;

/** What is wrong with the {@code slipway.yml} of a push. A repository without one is built, but not deployed. */
public final class ConfigCheck {

    private ConfigCheck() {}

    /** @param files path to text, as a push check gets them */
    public static List<Finding> of(Map<String, String> files) {
        String text = files.get(ConfigurationFiles.DELIVERY);
        return text == null
                ? List.of()
                : ConfigReader.read(ConfigurationFiles.DELIVERY, text).findings();
    }
}
