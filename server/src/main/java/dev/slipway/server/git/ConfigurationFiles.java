package dev.slipway.server.git;

/** Where the files lie that tell Slipway what to do. */
public final class ConfigurationFiles {

    /** Environments, services and gates. */
    public static final String DELIVERY = "slipway.yml";

    /** The folder of workflows, as GitHub Actions has it. */
    public static final String WORKFLOWS = ".github/workflows";

    private ConfigurationFiles() {}

    /** True for YAML files that lie directly in the folder of workflows. */
    public static boolean isWorkflow(String path) {
        if (!path.startsWith(WORKFLOWS + "/")) {
            return false;
        }
        String name = path.substring(WORKFLOWS.length() + 1);
        return name.indexOf('/') < 0 && (name.endsWith(".yml") || name.endsWith(".yaml"));
    }
}
