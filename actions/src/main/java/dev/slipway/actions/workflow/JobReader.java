package dev.slipway.actions.workflow;

import dev.slipway.actions.expression.Condition;
import dev.slipway.actions.expression.Template;
import dev.slipway.actions.expression.Tree;
import dev.slipway.kernel.Position;
import dev.slipway.kernel.yaml.YamlNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Reads one entry of {@code jobs}. */
final class JobReader {

    private static final String ID = "[A-Za-z_][A-Za-z0-9_-]*";
    private static final int LONGEST_ID = 100;

    private final Notes notes;
    private final Map<String, Position> needsPositions = new HashMap<>();

    JobReader(Notes notes) {
        this.notes = notes;
    }

    Map<String, Position> needsPositions() {
        return needsPositions;
    }

    Job read(YamlNode.Scalar id, YamlNode node) {
        checkId(id, notes);
        Block block = Block.of(node, Section.JOB, notes);
        List<YamlNode.Scalar> needs = block.scalars("needs");
        notes.inJob(needs.stream().map(YamlNode.Scalar::text).toList());
        needs.forEach(need -> needsPositions.put(id.text() + "/" + need.text(), need.position()));
        if (block.has("uses")) {
            block.get("uses")
                    .ifPresent(uses -> notes.unsupported(
                            "reusable-workflow",
                            uses.position(),
                            "calling another workflow is not supported yet",
                            "copy its jobs into this workflow"));
        } else {
            require(block, "runs-on", id.position());
            require(block, "steps", id.position());
        }
        return new Job(
                id.text(),
                id.position(),
                block.template("name", Place.JOB),
                needs.stream().map(YamlNode.Scalar::text).distinct().toList(),
                block.filled("if")
                        .map(condition -> notes.condition(condition, Place.JOB_IF))
                        .orElseGet(() -> Condition.success(id.position())),
                strategy(block),
                runsOn(block),
                block.texts("env", Place.JOB_ENV),
                WorkflowReader.defaults(block, Place.JOB_DEFAULTS, notes),
                outputs(block),
                block.number("timeout-minutes", Place.JOB),
                block.bool("continue-on-error", Place.JOB),
                WorkflowReader.concurrency(block, Place.JOB, notes),
                environment(block),
                WorkflowReader.permissions(block, notes),
                steps(block));
    }

    static void checkId(YamlNode.Scalar id, Notes notes) {
        if (!id.text().matches(ID) || id.text().startsWith("__") || id.text().length() > LONGEST_ID) {
            notes.wrong(
                    "bad-id",
                    id.position(),
                    "'" + id.text() + "' cannot be an id",
                    "start with a letter or _, go on with letters, digits, - and _; __ at the start is reserved");
        }
    }

    private void require(Block block, String key, Position position) {
        if (block.filled(key).isEmpty()) {
            notes.wrong("missing-key", position, "'" + key + "' is missing in this job", "add '" + key + ":'");
        }
    }

    private Optional<Strategy> strategy(Block job) {
        return job.filled("strategy").map(node -> {
            Block block = Block.of(node, Section.STRATEGY, notes);
            return new Strategy(
                    block.position(),
                    block.filled("matrix").map(this::matrix),
                    block.bool("fail-fast", Place.STRATEGY),
                    block.number("max-parallel", Place.STRATEGY));
        });
    }

    private Tree matrix(YamlNode node) {
        Tree tree = notes.tree(node, Place.STRATEGY);
        if (node instanceof YamlNode.Mapping mapping) {
            MatrixCheck.check(mapping, notes);
        } else if (!(tree instanceof Tree.Leaf leaf) || leaf.template().isConstant()) {
            notes.expected("a mapping of vectors", node);
        }
        return tree;
    }

    private Tree runsOn(Block job) {
        Optional<YamlNode> node = job.filled("runs-on");
        if (node.isEmpty()) {
            return Tree.empty(job.position());
        }
        Tree tree = notes.tree(node.get(), Place.JOB);
        if (tree instanceof Tree.Fields fields) {
            fields.fields().keySet().stream()
                    .filter(key -> !key.equals("group") && !key.equals("labels"))
                    .forEach(key -> notes.wrong(
                            "unknown-key",
                            tree.position(),
                            "'" + key + "' is no key of runs-on",
                            "use group and labels"));
        }
        RunnerLabels.check(tree, notes);
        return tree;
    }

    private Map<String, Template> outputs(Block job) {
        Map<String, Template> outputs = new LinkedHashMap<>();
        job.entries("outputs")
                .forEach(entry -> outputs.put(entry.key().text(), notes.template(entry.value(), Place.JOB_OUTPUTS)));
        return outputs;
    }

    private Optional<EnvironmentReference> environment(Block job) {
        Optional<YamlNode> node = job.filled("environment");
        if (node.isEmpty()) {
            return Optional.empty();
        } else if (node.get() instanceof YamlNode.Scalar scalar) {
            return Optional.of(new EnvironmentReference(notes.template(scalar, Place.JOB), Optional.empty()));
        }
        Block block = Block.of(node.get(), Section.ENVIRONMENT, notes);
        Optional<Template> name = block.template("name", Place.JOB);
        if (name.isEmpty()) {
            notes.wrong("missing-key", block.position(), "'name' is missing", "add 'name:'");
        }
        return name.map(text -> new EnvironmentReference(text, block.template("url", Place.ENVIRONMENT_URL)));
    }

    private List<Step> steps(Block job) {
        Optional<YamlNode> node = job.filled("steps");
        if (node.isEmpty()) {
            return List.of();
        } else if (!(node.get() instanceof YamlNode.Sequence sequence)) {
            notes.expected("a sequence of steps", node.get());
            return List.of();
        } else {
            if (sequence.items().isEmpty()) {
                notes.wrong("no-steps", sequence.position(), "there must be at least one step", null);
            }
            StepReader reader = new StepReader(notes);
            List<Step> steps = sequence.items().stream().map(reader::read).toList();
            checkUnique(steps);
            return steps;
        }
    }

    private void checkUnique(List<Step> steps) {
        Set<String> seen = new HashSet<>();
        IntStream.range(0, steps.size())
                .mapToObj(steps::get)
                .filter(step -> step.id()
                        .filter(id -> !seen.add(id.toLowerCase(Locale.ROOT)))
                        .isPresent())
                .forEach(step -> notes.wrong(
                        "duplicate-id",
                        step.position(),
                        "the id '" + step.id().orElseThrow() + "' is used by another step of this job",
                        "give it another id"));
    }
}
