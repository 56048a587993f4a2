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

    private static final int MOST_CHARACTERS = 1024 * 1024;

    private static final List<Rule> RULES = List.of(
            new AnchorRule(),
            new ExpressionRule(),
            new ConditionRule(),
            new UntrustedInputRule(),
            new RunnerLabelRule(),
            new ShellRule(),
            new NumberRule(),
            new EmptySectionRule(),
            new StepKindRule(),
            new CredentialsRule(),
            new CronRule(),
            new ImageVersionRule(),
            new DeprecatedCommandRule(),
            new ActionVersionRule(),
            new ActionInputRule(),
            new CallFormRule(),
            new CallInputRule(),
            new MatrixValueRule(),
            new MatrixExcludeRule(),
            new EnvironmentNameRule(),
            new CacheModeRule());

    private WorkflowLint() {}

    /**
     * @param file path in the repository, for positions
     * @param text the whole file
     * @return errors as the reader tells them, then warnings, each in the order of the text
     */
    public static List<Finding> check(String file, String text) {
        return check(file, text, WorkflowReader.read(file, text), new Surroundings(StockActions.ALL, false));
    }

    /**
     * The same where the file was read already.
     *
     * @param around what its steps and secrets can be checked against
     */
    public static List<Finding> check(String file, String text, WorkflowReader.Reading reading, Surroundings around) {
        if (text.length() > MOST_CHARACTERS) {
            return reading.findings();
        }
        Source source = new Source(text);
        Yaml.Document document = Yaml.read(file, text, Yaml.Dialect.ACTIONS);
        Optional<Tree> tree = tree(document, source);
        List<Finding> findings = new ArrayList<>(reading.findings());
        tree.map(KeyPlaces::new).ifPresent(places -> findings.replaceAll(places::place));
        if (tree.isPresent() && reading.draft().isPresent()) {
            findings.addAll(warnings(new Subject(reading.draft().get(), tree.get(), source, document, around)));
        }
        return List.copyOf(findings);
    }

    private static List<Finding> warnings(Subject subject) {
        Report report = new Report();
        RULES.forEach(rule -> rule.check(subject, report));
        return report.findings().stream()
                .sorted(Comparator.comparingInt(
                                (Finding finding) -> finding.position().line())
                        .thenComparingInt(finding -> finding.position().column()))
                .toList();
    }

    private static Optional<Tree> tree(Yaml.Document document, Source source) {
        Faults known = new Faults(source);
        return document.root()
                .flatMap(root -> SchemaReader.read(Schema.WORKFLOW, "workflow", root, known, Budget.standard()))
                .filter(_ -> known.list().stream().noneMatch(fault -> fault.stage() == Fault.Stage.TEXT));
    }
}
