package dev.slipway.actions.workflow;

import dev.slipway.actions.expression.Template;
import dev.slipway.actions.schema.Budget;
import dev.slipway.actions.schema.Fault;
import dev.slipway.actions.schema.Faults;
import dev.slipway.actions.schema.Schema;
import dev.slipway.actions.schema.SchemaReader;
import dev.slipway.actions.schema.Source;
import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Position;
import dev.slipway.kernel.Severity;
import dev.slipway.kernel.yaml.Yaml;
import java.util.List;
import java.util.Optional;

/** Reads a workflow file. Whatever it does not understand, or this release cannot do, becomes a finding; nothing is ignored. */
public final class WorkflowReader {

    private static final int LONGEST_GROUP = 400;

    private final String file;
    private final Faults faults;

    private WorkflowReader(String file, Faults faults) {
        this.file = file;
        this.faults = faults;
    }

    /**
     * @param file path in the repository, for positions
     * @param text the whole file
     */
    public static Reading read(String file, String text) {
        return read(file, text, ReadOptions.STANDARD);
    }

    /** The same under other limits, or with the workflows that it calls. */
    public static Reading read(String file, String text, ReadOptions options) {
        Faults faults = new Faults(new Source(text));
        Budget budget = options.budget();
        Optional<Workflow> draft = one(file, text, faults, budget, options);
        Optional<Workflow> whole = draft.map(workflow -> faults.anyUpTo(Fault.Stage.MEANING)
                ? workflow
                : new CallReader(options, faults, budget).resolve(workflow));
        whole.ifPresent(workflow -> SupportCheck.check(workflow, faults));
        List<Finding> findings = faults.list().stream().map(Fault::finding).toList();
        return new Reading(Finding.anyError(findings) ? Optional.empty() : whole, whole, faults.list());
    }

    /** One file, without those that it calls. */
    static Optional<Workflow> one(String file, String text, Faults faults, Budget budget, ReadOptions options) {
        if (text.length() > options.mostCharacters()) {
            faults.wrong(
                    Fault.Stage.TEXT,
                    "too-large",
                    Position.startOf(file),
                    "The maximum file size of " + options.mostCharacters() + " characters has been exceeded",
                    "split the workflow into several files");
            return Optional.empty();
        }
        Yaml.Document document = Yaml.read(file, text, Yaml.Dialect.ACTIONS);
        document.findings().forEach(finding -> faults.add(new Fault(Fault.Stage.TEXT, finding.position(), finding)));
        if (document.root().isEmpty() && document.findings().isEmpty()) {
            faults.wrong(
                    Fault.Stage.TEXT,
                    "empty-workflow",
                    Position.startOf(file),
                    "the file is empty",
                    "start with 'on: push'");
        }
        return document.root()
                .flatMap(root -> SchemaReader.read(Schema.WORKFLOW, "workflow", root, faults, budget))
                .map(tree -> new WorkflowReader(file, faults).workflow(Block.of(tree)));
    }

    /**
     * What starts a workflow, also where the rest of its file cannot be used: a file that an event does not start is no
     * failure of that event.
     */
    public static List<Trigger> triggers(String file, String text) {
        Faults faults = new Faults(new Source(text));
        return one(file, text, faults, Budget.standard(), ReadOptions.STANDARD)
                .map(Workflow::triggers)
                .orElse(List.of());
    }

    private Workflow workflow(Block block) {
        return new Workflow(
                file,
                block.text("name").filter(name -> !name.isBlank()).orElse(file),
                block.template("run-name"),
                block.get("on").map(on -> new TriggerReader(faults).read(on)).orElse(List.of()),
                block.tree("env"),
                defaults(block),
                concurrency(block, faults),
                PermissionsReader.read(block).orElse(Permissions.DEFAULT),
                CacheMode.of(block),
                jobs(block));
    }

    private List<Job> jobs(Block block) {
        JobReader reader = new JobReader(faults);
        List<Job> jobs = block.fields("jobs").stream().map(reader::read).toList();
        if (block.has("jobs") && !faults.anyUpTo(Fault.Stage.MEANING)) {
            NeedsCheck.check(jobs, block.valuePosition("jobs"), faults);
        }
        return jobs;
    }

    static RunDefaults defaults(Block block) {
        return block.block("defaults")
                .flatMap(defaults -> defaults.block("run"))
                .map(run -> new RunDefaults(run.template("shell"), run.template("working-directory")))
                .orElse(RunDefaults.NONE);
    }

    static Optional<Concurrency> concurrency(Block block, Faults faults) {
        Optional<Template> group = block.template("concurrency");
        if (group.isPresent()) {
            checkGroup(group.get(), faults);
            return group.map(name -> new Concurrency(name.position(), name, Optional.empty(), false));
        }
        return block.block("concurrency").flatMap(inner -> {
            boolean all = inner.text("queue").filter("max"::equals).isPresent();
            Optional<Template> cancel = inner.template("cancel-in-progress");
            if (all && inner.flag("cancel-in-progress")) {
                faults.wrong(
                        Fault.Stage.RULE,
                        "queue-and-cancel",
                        inner.position(),
                        "'queue: max' and 'cancel-in-progress: true' contradict each other",
                        "remove one of them");
            }
            inner.template("group").ifPresent(name -> checkGroup(name, faults));
            return inner.template("group").map(name -> new Concurrency(inner.position(), name, cancel, all));
        });
    }

    private static void checkGroup(Template group, Faults faults) {
        if (group.isConstant() && group.source().length() > LONGEST_GROUP) {
            faults.wrong(
                    Fault.Stage.MEANING,
                    "long-group",
                    group.position(),
                    "Concurrency group name must be less than 400 characters",
                    "use a shorter name");
        }
    }

    /**
     * What was read.
     *
     * @param workflow absent when there is an error among the findings
     * @param draft as far as it could be understood, for those who look for more to tell
     * @param faults codes that start with {@code unsupported-} are correct for GitHub, but not for this release
     */
    public record Reading(Optional<Workflow> workflow, Optional<Workflow> draft, List<Fault> faults) {

        public Reading {
            faults = List.copyOf(faults);
        }

        /** What to tell the author. */
        public List<Finding> findings() {
            return faults.stream().map(Fault::finding).toList();
        }

        /** True when all errors are things that this release cannot do yet. */
        public boolean onlyUnsupported() {
            return faults.stream()
                    .filter(fault -> fault.finding().severity() == Severity.ERROR)
                    .allMatch(fault -> fault.stage() == Fault.Stage.SUPPORT);
        }
    }
}
