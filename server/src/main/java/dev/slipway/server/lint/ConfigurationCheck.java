package dev.slipway.server.lint;

import dev.slipway.actions.lint.KnownActions;
import dev.slipway.actions.lint.StockActions;
import dev.slipway.actions.lint.Surroundings;
import dev.slipway.actions.lint.WorkflowLint;
import dev.slipway.actions.workflow.ActionReference;
import dev.slipway.actions.workflow.CallJob;
import dev.slipway.actions.workflow.ReadOptions;
import dev.slipway.actions.workflow.Workflow;
import dev.slipway.actions.workflow.WorkflowReader;
import dev.slipway.delivery.config.ConfigReader;
import dev.slipway.delivery.config.ConfigResult;
import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Position;
import dev.slipway.kernel.Problem;
import dev.slipway.observe.probe.ProbeFile;
import dev.slipway.server.action.ActionLock;
import dev.slipway.server.action.ActionOrigin;
import dev.slipway.server.action.ActionRepositories;
import dev.slipway.server.action.CallableWorkflows;
import dev.slipway.server.git.ConfigurationFiles;
import dev.slipway.server.rule.RuleFolder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
     * The same with what jobs have fetched before. Nothing is asked of the network, and the projects of this server are left
     * out: who pushes may not be one who can read them.
     */
    public static List<Finding> of(Map<String, String> files, ActionRepositories kept) {
        List<Finding> findings = new ArrayList<>();
        KnownActions others = new KeptActions(kept, lock(files, findings));
        KnownActions published =
                action -> action instanceof ActionReference.Repository named && ActionOrigin.isOwn(named)
                        ? Optional.empty()
                        : others.find(action);
        findings.addAll(of(files, published.or(StockActions.ALL)));
        return findings;
    }

    private static Optional<ActionLock> lock(Map<String, String> files, List<Finding> findings) {
        try {
            return Optional.ofNullable(files.get(ActionLock.FILE)).map(ActionLock::read);
        } catch (Problem problem) {
            findings.add(Finding.error(
                    problem.code(), Position.startOf(ActionLock.FILE), problem.message(), problem.hint()));
            return Optional.empty();
        }
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
        Set<String> inheriting = inheriting(workflows.values());
        workflows.forEach((file, reading) -> findings.addAll(WorkflowLint.check(
                file, files.getOrDefault(file, ""), reading, new Surroundings(known, inheriting.contains(file)))));
        findings.addAll(RuleFolder.check(rules(files)));
        Optional.ofNullable(files.get(ConfigurationFiles.PROBES))
                .ifPresent(text -> findings.addAll(
                        ProbeFile.read(ConfigurationFiles.PROBES, text).findings()));
        return findings.stream().distinct().toList();
    }

    /** The files that others here call with {@code secrets: inherit}. */
    private static Set<String> inheriting(Collection<WorkflowReader.Reading> workflows) {
        return workflows.stream()
                .flatMap(reading -> reading.draft().stream())
                .flatMap(workflow -> workflow.jobs().stream())
                .flatMap(job -> job instanceof CallJob call && call.inheritSecrets()
                        ? call.called().map(Workflow::file).stream()
                        : Stream.empty())
                .collect(Collectors.toSet());
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
