package dev.slipway.server.git;

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

    private ConfigurationFiles() {}

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
