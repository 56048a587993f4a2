package dev.slipway.server.git;

import java.util.List;

/** Where the files lie that tell Slipway what to do. */
public final class ConfigurationFiles {

    /** Environments, services and gates. */
    public static final String DELIVERY = "slipway.yml";

    /** The folder of workflows, as GitHub Actions has it. */
    public static final String WORKFLOWS = ".github/workflows";

    /** The folder of what Slipway watches by: rules over metrics, and probes. */
    public static final String WATCHING = ".slipway";

    /** What is asked from outside, whether it answers. */
    public static final String PROBES = WATCHING + "/probes.yml";

    private static final String RULES = WATCHING + "/rules/";

    /** The folder where actions of a repository usually lie. */
    public static final String ACTIONS = ".github";

    /** What the file of an action may be called; it may also lie at the root. */
    public static final List<String> ACTION_FILES = List.of("action.yml", "action.yaml");

    private ConfigurationFiles() {}

    /** True for what declares an action: those at the root, and those anywhere below {@code .github}. */
    public static boolean isAction(String path) {
        return ACTION_FILES.contains(path)
                || (path.startsWith(ACTIONS + "/")
                        && ACTION_FILES.contains(path.substring(path.lastIndexOf('/') + 1))
                        && !isWorkflow(path));
    }

    /** True for YAML files of rules over metrics. */
    public static boolean isRules(String path) {
        return path.startsWith(RULES) && isYaml(path.substring(RULES.length()));
    }

    /** True for what Slipway watches by. */
    public static boolean isWatching(String path) {
        return isRules(path) || path.equals(PROBES);
    }

    private static boolean isYaml(String name) {
        return name.indexOf('/') < 0 && (name.endsWith(".yml") || name.endsWith(".yaml"));
    }

    /** True for YAML files that lie directly in the folder of workflows. */
    public static boolean isWorkflow(String path) {
        if (!path.startsWith(WORKFLOWS + "/")) {
            return false;
        }
        return isYaml(path.substring(WORKFLOWS.length() + 1));
    }
}
