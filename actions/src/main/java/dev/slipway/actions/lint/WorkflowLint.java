package dev.slipway.actions.lint;

import dev.slipway.actions.expression.Tree;
import dev.slipway.actions.schema.Budget;
import dev.slipway.actions.schema.Fault;
import dev.slipway.actions.schema.Faults;
import dev.slipway.actions.schema.Schema;
import dev.slipway.actions.schema.SchemaReader;
import dev.slipway.actions.schema.Source;
import dev.slipway.actions.workflow.WorkflowReader;
import dev.slipway.kernel.Finding;
import dev.slipway.kernel.yaml.Yaml;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Tells everything about a workflow file: what is wrong, what this release cannot do, and what may not be meant. */
public final class WorkflowLint {

    private static final List<Rule> RULES = List.of(
            new ExpressionRule(),
            new ConditionRule(),
            new UntrustedInputRule(),
            new RunnerLabelRule(),
            new ShellRule(),
            new NumberRule(),
            new EmptySectionRule(),
            new CredentialsRule(),
            new CronRule(),
            new DeprecatedCommandRule(),
            new ActionVersionRule(),
            new CallFormRule(),
            new CallInputRule(),
            new MatrixValueRule(),
            new EnvironmentNameRule());

    private WorkflowLint() {}

    /**
     * @param file path in the repository, for positions
     * @param text the whole file
     * @return errors as the reader tells them, then warnings, each in the order of the text
     */
    public static List<Finding> check(String file, String text) {
        return check(file, text, WorkflowReader.read(file, text));
    }

    /** The same where the file was read already. */
    public static List<Finding> check(String file, String text, WorkflowReader.Reading reading) {
        List<Finding> findings = new ArrayList<>(reading.findings());
        Optional<Tree> tree = tree(file, text);
        if (tree.isPresent() && reading.draft().isPresent()) {
            Report report = new Report();
            Subject subject = new Subject(reading.draft().get(), tree.get(), new Source(text));
            RULES.forEach(rule -> rule.check(subject, report));
            findings.addAll(report.findings().stream()
                    .sorted(Comparator.comparingInt(
                                    (Finding finding) -> finding.position().line())
                            .thenComparingInt(finding -> finding.position().column()))
                    .toList());
        }
        return List.copyOf(findings);
    }

    private static Optional<Tree> tree(String file, String text) {
        Faults known = new Faults(new Source(text));
        boolean readable = text.length() <= 1024 * 1024;
        return readable
                ? Yaml.read(file, text, Yaml.Dialect.ACTIONS)
                        .root()
                        .flatMap(root -> SchemaReader.read(Schema.WORKFLOW, "workflow", root, known, Budget.standard()))
                        .filter(_ -> known.list().stream().noneMatch(fault -> fault.stage() == Fault.Stage.TEXT))
                : Optional.empty();
    }
}
