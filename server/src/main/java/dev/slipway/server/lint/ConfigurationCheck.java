package dev.slipway.server.lint;

import dev.slipway.actions.lint.KnownActions;
import dev.slipway.actions.lint.StockActions;
import dev.slipway.actions.lint.WorkflowLint;
import dev.slipway.actions.workflow.ReadOptions;
import dev.slipway.actions.workflow.Workflow;
import dev.slipway.actions.workflow.WorkflowReader;
import dev.slipway.delivery.config.ConfigReader;
import dev.slipway.delivery.config.ConfigResult;
import dev.slipway.kernel.Finding;
import dev.slipway.observe.probe.ProbeFile;
import dev.slipway.server.action.CallableWorkflows;
import dev.slipway.server.git.ConfigurationFiles;
import dev.slipway.server.rule.RuleFolder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is wrong with the files that configure Slipway. There is one check for {@code slipway lint}, for a push and for
 * a fetch, so that what one of them accepts the others do not refuse.
 */
public final class ConfigurationCheck {

    private ConfigurationCheck() {}

    /**
     * What is wrong with {@code slipway.yml} first, then with each workflow. Names of workflows are checked only when
     * every workflow can be read, for else the missing one may be among the others. A repository without a
     * {@code slipway.yml} is built, but not deployed.
     *
     * @param files path from the repository's root to text
     */
    public static List<Finding> of(Map<String, String> files) {
        return of(files, StockActions.ALL);
    }

    /**
     * The same, where actions of other repositories are at hand.
     *
     * @param others what steps are checked against, beside the actions among the files
     */
    static List<Finding> of(Map<String, String> files, KnownActions others) {
        KnownActions known = new LocalActions(files).or(others).once();
        Map<String, WorkflowReader.Reading> workflows = new LinkedHashMap<>();
        ReadOptions options =
                ReadOptions.STANDARD.calling(new CallableWorkflows(files, CallableWorkflows.Remote.LATER));
        files.forEach((file, text) -> {
            if (ConfigurationFiles.isWorkflow(file)) {
                workflows.put(file, WorkflowReader.read(file, text, options));
            }
        });
        List<Finding> findings = new ArrayList<>();
        String delivery = files.get(ConfigurationFiles.DELIVERY);
        if (delivery != null) {
            findings.addAll(ofDelivery(delivery, workflows.values()));
        }
        workflows.forEach((file, reading) ->
                findings.addAll(WorkflowLint.check(file, files.getOrDefault(file, ""), reading, known)));
        findings.addAll(RuleFolder.check(rules(files)));
        Optional.ofNullable(files.get(ConfigurationFiles.PROBES))
                .ifPresent(text -> findings.addAll(
                        ProbeFile.read(ConfigurationFiles.PROBES, text).findings()));
        return findings.stream().distinct().toList();
    }

    private static Map<String, String> rules(Map<String, String> files) {
        Map<String, String> rules = new TreeMap<>();
        files.forEach((name, text) -> {
            if (ConfigurationFiles.isRules(name)) {
                rules.put(name, text);
            }
        });
        return rules;
    }

    private static List<Finding> ofDelivery(String text, Collection<WorkflowReader.Reading> workflows) {
        List<String> names = workflows.stream()
                .flatMap(reading -> reading.workflow().stream())
                .map(Workflow::name)
                .toList();
        ConfigResult result = names.size() == workflows.size()
                ? ConfigReader.read(ConfigurationFiles.DELIVERY, text, names)
                : ConfigReader.read(ConfigurationFiles.DELIVERY, text);
        return result.findings();
    }
}
