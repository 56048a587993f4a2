package dev.slipway.server.rollout;

import dev.slipway.actions.workflow.Workflow;
import dev.slipway.actions.workflow.WorkflowReader;
import dev.slipway.delivery.config.ConfigReader;
import dev.slipway.delivery.config.ConfigResult;
import dev.slipway.delivery.config.DeliveryConfig;
import dev.slipway.delivery.config.EnvironmentConfig;
import dev.slipway.delivery.config.Strategy;
import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Position;
import dev.slipway.server.git.ConfigurationFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is wrong with the {@code slipway.yml} of a push. A repository without one is built, but not deployed. */
public final class ConfigCheck {

    private ConfigCheck() {}

    /**
     * Names of workflows are checked only when every workflow can be read, for else the missing one may be among them.
     *
     * @param files path to text, as a push check gets them
     */
    public static List<Finding> of(Map<String, String> files) {
        String text = files.get(ConfigurationFiles.DELIVERY);
        if (text == null) {
            return List.of();
        }
        List<Optional<String>> names = files.entrySet().stream()
                .filter(file -> ConfigurationFiles.isWorkflow(file.getKey()))
                .map(file -> WorkflowReader.read(file.getKey(), file.getValue())
                        .workflow()
                        .map(Workflow::name))
                .toList();
        ConfigResult result = names.stream().allMatch(Optional::isPresent)
                ? ConfigReader.read(
                        ConfigurationFiles.DELIVERY,
                        text,
                        names.stream().flatMap(Optional::stream).toList())
                : ConfigReader.read(ConfigurationFiles.DELIVERY, text);
        List<Finding> findings = new ArrayList<>(result.findings());
        result.config().ifPresent(config -> findings.addAll(unsupported(config)));
        return List.copyOf(findings);
    }

    private static List<Finding> unsupported(DeliveryConfig config) {
        return config.environments().values().stream()
                .filter(environment -> environment.strategy() instanceof Strategy.Rolling)
                .map(EnvironmentConfig::name)
                .map(name -> Finding.error(
                        "unsupported-strategy",
                        Position.startOf(ConfigurationFiles.DELIVERY),
                        "environment '" + name + "' asks for the strategy rolling, which is not there yet",
                        "use canary, blueGreen or recreate"))
                .toList();
    }
}
