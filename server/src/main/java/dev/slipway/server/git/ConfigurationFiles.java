package dev.slipway.server.git;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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

    /** The commits that the actions of workflows are pinned to. */
    public static final String ACTION_LOCK = ".github/actions-lock.json";

    /** The folder where actions of a repository usually lie. */
    public static final String ACTIONS = ".github";

    /** What the file of an action may be called; it may also lie at the root. */
    public static final List<String> ACTION_FILES = List.of("action.yml", "action.yaml");

    /** A step's action of its own repository, plain or in quotes. What is no action after all is not found, and no harm. */
    private static final Pattern OWN_ACTION =
            Pattern.compile("\\buses[\"']?\\s*:\\s*(?:\"[.$]/([^\"\\n]*)\"|'[.$]/([^'\\n]*)'|[.$]/([^\\s#,}\\]]*))");

    private ConfigurationFiles() {}

    /**
     * The paths that may declare the actions that workflows use of their own repository, wherever these lie.
     *
     * @param workflows their texts
     */
    public static Set<String> usedActions(Collection<String> workflows) {
        return workflows.stream()
                .flatMap(text -> OWN_ACTION.matcher(text).results())
                .map(found -> IntStream.rangeClosed(1, found.groupCount())
                        .mapToObj(found::group)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(""))
                .map(folder ->
                        folder.replaceAll("/{2,}", "/").replaceFirst("^/", "").replaceFirst("/$", ""))
                .filter(folder -> !folder.isEmpty() && !("/" + folder + "/").contains("/../"))
                .flatMap(folder -> ACTION_FILES.stream().map(name -> folder + "/" + name))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** True for what declares an action where actions usually lie: at the root, and anywhere below {@code .github}. */
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
