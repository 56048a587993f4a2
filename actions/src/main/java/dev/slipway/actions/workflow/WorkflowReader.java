package dev.slipway.actions.workflow;

import dev.slipway.actions.expression.Template;
import dev.slipway.actions.expression.Tree;
import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Position;
import dev.slipway.kernel.Severity;
import dev.slipway.kernel.Suggestion;
import dev.slipway.kernel.yaml.Yaml;
import dev.slipway.kernel.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads a workflow file. Whatever it does not understand, or this release cannot do, becomes a finding; nothing is ignored. */
public final class WorkflowReader {

    private static final List<String> SCOPES = List.of(
            "actions",
            "artifact-metadata",
            "attestations",
            "checks",
            "contents",
            "deployments",
            "discussions",
            "id-token",
            "issues",
            "models",
            "packages",
            "pages",
            "pull-requests",
            "repository-projects",
            "security-events",
            "statuses");

    private final String file;
    private final Notes notes;

    private WorkflowReader(String file, Notes notes) {
        this.file = file;
        this.notes = notes;
    }

    /**
     * @param file path in the repository, for positions
     * @param text the whole file
     */
    public static Reading read(String file, String text) {
        Yaml.Document document = Yaml.read(file, text);
        Notes notes = new Notes(text);
        notes.add(document.findings());
        Optional<Workflow> workflow = Optional.empty();
        if (document.root().isPresent()) {
            workflow = Optional.of(
                    new WorkflowReader(file, notes).workflow(document.root().get()));
        } else if (document.findings().isEmpty()) {
            notes.wrong("empty-workflow", Position.startOf(file), "the file is empty", "start with 'on: push'");
        }
        List<Finding> findings = notes.findings();
        return new Reading(Finding.anyError(findings) ? Optional.empty() : workflow, findings);
    }

    /**
     * What starts a workflow, also where the rest of its file cannot be used: a file that an event does not start is no
     * failure of that event.
     *
     * @return the triggers that this release knows
     */
    public static List<Trigger> triggers(String file, String text) {
        Notes notes = new Notes(text);
        return Yaml.read(file, text)
                .root()
                .flatMap(root -> Block.of(root, Section.WORKFLOW, notes).filled("on"))
                .map(on -> new TriggerReader(notes).read(on))
                .orElse(List.of());
    }

    private Workflow workflow(YamlNode root) {
        Block block = Block.of(root, Section.WORKFLOW, notes);
        List<Trigger> triggers = required(block, "on")
                .map(on -> new TriggerReader(notes).read(on))
                .orElse(List.of());
        Tree env = block.texts("env", Place.WORKFLOW_ENV);
        List<Job> jobs = jobs(block);
        return new Workflow(
                file,
                block.text("name").filter(name -> !name.isBlank()).orElse(file),
                block.template("run-name", Place.RUN_NAME),
                triggers,
                env,
                defaults(block, Place.WORKFLOW_DEFAULTS, notes),
                concurrency(block, Place.WORKFLOW_CONCURRENCY, notes),
                permissions(block, notes).orElse(Permissions.DEFAULT),
                jobs);
    }

    private Optional<YamlNode> required(Block block, String key) {
        Optional<YamlNode> node = block.filled(key);
        if (node.isEmpty()) {
            Position position = block.get(key).map(YamlNode::position).orElse(block.position());
            notes.wrong("missing-key", position, "'" + key + "' is missing", "add '" + key + ":'");
        }
        return node;
    }

    private List<Job> jobs(Block block) {
        List<Job> jobs = new ArrayList<>();
        Map<String, YamlNode.Scalar> seen = new LinkedHashMap<>();
        JobReader reader = new JobReader(notes);
        if (required(block, "jobs").isPresent()) {
            for (YamlNode.Entry entry : block.entries("jobs")) {
                jobs.add(reader.read(entry.key(), entry.value()));
                if (seen.put(entry.key().text().toLowerCase(Locale.ROOT), entry.key()) != null) {
                    notes.wrong("duplicate-key", entry.key().position(), "there are two jobs of this name", null);
                }
            }
        }
        if (block.filled("jobs").isPresent()) {
            NeedsCheck.check(
                    jobs,
                    reader.needsPositions(),
                    block.get("jobs").map(YamlNode::position).orElse(block.position()),
                    notes);
        }
        return jobs;
    }

    static RunDefaults defaults(Block block, Place place, Notes notes) {
        Optional<YamlNode> run = block.filled("defaults")
                .map(node -> Block.of(node, Section.DEFAULTS, notes))
                .flatMap(defaults -> defaults.filled("run"));
        if (run.isEmpty()) {
            return RunDefaults.NONE;
        }
        Block defaults = Block.of(run.get(), Section.RUN_DEFAULTS, notes);
        Optional<Template> shell = defaults.template("shell", place);
        shell.ifPresent(template -> StepReader.checkShell(template, notes));
        return new RunDefaults(shell, defaults.template("working-directory", place));
    }

    static Optional<Concurrency> concurrency(Block block, Place place, Notes notes) {
        Optional<YamlNode> node = block.filled("concurrency");
        if (node.isEmpty()) {
            return Optional.empty();
        } else if (node.get() instanceof YamlNode.Scalar scalar) {
            return Optional.of(new Concurrency(notes.template(scalar, place), Optional.empty(), false));
        }
        Block concurrency = Block.of(node.get(), Section.CONCURRENCY, notes);
        Optional<Template> group = concurrency.template("group", place);
        Optional<Template> cancel = concurrency.bool("cancel-in-progress", place);
        Optional<String> queue = concurrency.text("queue");
        if (queue.isPresent() && !queue.get().equals("max") && !queue.get().equals("single")) {
            notes.wrong("bad-queue", concurrency.position(), "'queue' is 'single' or 'max'", null);
        } else if (queue.filter("max"::equals).isPresent()
                && cancel.map(Template::source).filter("true"::equals).isPresent()) {
            notes.wrong(
                    "queue-and-cancel",
                    concurrency.position(),
                    "'queue: max' and 'cancel-in-progress: true' contradict each other",
                    "remove one of them");
        }
        if (group.isEmpty()) {
            notes.wrong("missing-key", concurrency.position(), "'group' is missing", "add 'group:'");
            return Optional.empty();
        }
        return Optional.of(
                new Concurrency(group.get(), cancel, queue.filter("max"::equals).isPresent()));
    }

    static Optional<Permissions> permissions(Block block, Notes notes) {
        Optional<YamlNode> node = block.filled("permissions");
        if (node.isEmpty()) {
            block.get("permissions")
                    .ifPresent(empty -> notes.wrong(
                            "bad-permission",
                            empty.position(),
                            "'permissions' is empty",
                            "write {} for no permission"));
            return Optional.empty();
        } else if (node.get() instanceof YamlNode.Scalar scalar) {
            return switch (scalar.text()) {
                case "read-all" -> Optional.of(new Permissions(Permissions.Base.READ_ALL, Map.of()));
                case "write-all" -> Optional.of(new Permissions(Permissions.Base.WRITE_ALL, Map.of()));
                default -> {
                    notes.wrong(
                            "bad-permission",
                            scalar.position(),
                            "'" + scalar.text() + "' is no permission",
                            "write read-all, write-all or a mapping");
                    yield Optional.empty();
                }
            };
        }
        Map<String, Permissions.Access> scopes = new LinkedHashMap<>();
        for (YamlNode.Entry entry : block.entries("permissions")) {
            access(entry, notes).ifPresent(access -> scopes.put(entry.key().text(), access));
        }
        return Optional.of(new Permissions(Permissions.Base.NONE, scopes));
    }

    private static Optional<Permissions.Access> access(YamlNode.Entry entry, Notes notes) {
        String scope = entry.key().text();
        String word = entry.value() instanceof YamlNode.Scalar scalar ? scalar.text() : "";
        if (!SCOPES.contains(scope)) {
            notes.wrong(
                    "unknown-key",
                    entry.key().position(),
                    "'" + scope + "' is no scope of a permission",
                    Suggestion.hint(scope, SCOPES));
            return Optional.empty();
        }
        boolean noWrite = scope.equals("models");
        boolean noRead = scope.equals("id-token");
        for (Permissions.Access access : Permissions.Access.values()) {
            boolean refused =
                    (noWrite && access == Permissions.Access.WRITE) || (noRead && access == Permissions.Access.READ);
            if (access.name().toLowerCase(Locale.ROOT).equals(word) && !refused) {
                return Optional.of(access);
            }
        }
        notes.wrong(
                "bad-permission",
                entry.value().position(),
                "'" + word + "' is no access to '" + scope + "'",
                "write none" + (noRead ? "" : ", read") + (noWrite ? "" : ", write"));
        return Optional.empty();
    }

    /**
     * What was read.
     *
     * @param workflow absent when there is an error among the findings
     * @param findings codes that start with {@code unsupported-} are correct for GitHub, but not for this release
     */
    public record Reading(Optional<Workflow> workflow, List<Finding> findings) {

        /** True when all errors are things that this release cannot do yet. */
        public boolean onlyUnsupported() {
            return findings.stream()
                    .filter(finding -> finding.severity() == Severity.ERROR)
                    .allMatch(finding -> finding.code().startsWith("unsupported-"));
        }
    }
}
