package dev.slipway.actions.workflow;

import dev.slipway.actions.expression.Condition;
import dev.slipway.actions.expression.Template;
import dev.slipway.actions.expression.Tree;
import dev.slipway.actions.expression.Value;
import dev.slipway.actions.schema.Fault;
import dev.slipway.actions.schema.Faults;
import dev.slipway.kernel.Position;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one entry of {@code jobs}. */
final class JobReader {

    private final Faults faults;

    JobReader(Faults faults) {
        this.faults = faults;
    }

    Job read(Tree.Field field) {
        Template id = field.key();
        new Ids()
                .complaint(id.source())
                .ifPresent(complaint -> wrong("bad-id", id.position(), complaint, "give the job another name"));
        Block block = Block.of(field.value());
        return block.has("uses") ? call(id, block) : steps(id, block);
    }

    private Job steps(Template id, Block block) {
        block.get("runs-on").ifPresent(this::checkRunsOn);
        ContainerCheck.check(block, faults);
        if (block.get("steps").isEmpty()) {
            faults.wrong(Fault.Stage.RULE, "no-steps", id.position(), "the job has no steps", "add 'steps:'");
        }
        return new StepJob(
                id.source(),
                id.position(),
                block.template("name"),
                needs(block),
                condition(block, id.position()),
                strategy(block),
                block.get("runs-on").orElseGet(() -> Tree.empty(block.position())),
                block.get("container"),
                block.get("services"),
                block.tree("env"),
                WorkflowReader.defaults(block),
                outputs(block),
                block.template("timeout-minutes"),
                block.template("cancel-timeout-minutes"),
                block.template("continue-on-error"),
                WorkflowReader.concurrency(block, faults),
                environment(block),
                PermissionsReader.read(block),
                CacheMode.of(block),
                block.get("snapshot").flatMap(this::snapshot),
                StepReader.read(block.items("steps"), faults));
    }

    private Job call(Template id, Block block) {
        boolean inherit =
                block.get("secrets").filter(Tree.Leaf.class::isInstance).isPresent();
        return new CallJob(
                id.source(),
                id.position(),
                block.template("name"),
                needs(block),
                condition(block, id.position()),
                strategy(block),
                block.template("uses").orElseGet(() -> Template.constant(Value.of(""), block.position())),
                block.tree("with"),
                inherit ? Tree.empty(block.position()) : block.tree("secrets"),
                inherit,
                WorkflowReader.concurrency(block, faults),
                PermissionsReader.read(block),
                CacheMode.of(block),
                Optional.empty());
    }

    private static List<Need> needs(Block block) {
        return block.templates("needs").stream()
                .map(need -> new Need(need.source(), need.position()))
                .toList();
    }

    private Condition condition(Block block, Position otherwise) {
        return new ConditionReader(faults, Places.JOB_IF).read(block.template("if"), otherwise);
    }

    private Optional<Strategy> strategy(Block job) {
        return job.block("strategy").map(block -> {
            block.get("matrix").ifPresent(matrix -> MatrixCheck.check(matrix, faults));
            return new Strategy(
                    block.position(), block.get("matrix"), block.template("fail-fast"), block.template("max-parallel"));
        });
    }

    /** A group may say whose it is: {@code organization/name}, {@code enterprise/name}. */
    private void checkRunsOn(Tree tree) {
        Block.of(tree).template("group").filter(Template::isConstant).ifPresent(group -> {
            String[] parts = group.source().split("/", -1);
            boolean owner = parts.length == 2
                    && List.of("org", "organization", "ent", "enterprise").contains(parts[0]);
            String start = "Invalid runs-on group name '" + group.source() + "'.";
            if (parts.length == 2 && parts[1].isEmpty()) {
                wrong("bad-group", group.position(), start, "write a name behind the slash");
            } else if (parts.length > 1 && !owner) {
                wrong(
                        "bad-group",
                        group.position(),
                        start + " Please use 'organization/' or 'enterprise/' prefix to target a single runner group.",
                        null);
            }
        });
    }

    private static Map<String, Template> outputs(Block job) {
        Map<String, Template> outputs = new LinkedHashMap<>();
        for (Tree.Field field : job.fields("outputs")) {
            if (field.value() instanceof Tree.Leaf leaf) {
                outputs.put(field.key().source(), leaf.template());
            }
        }
        return outputs;
    }

    private static Optional<EnvironmentReference> environment(Block job) {
        Optional<Template> name = job.template("environment");
        if (name.isPresent()) {
            return name.filter(text -> !text.source().isEmpty())
                    .map(text -> new EnvironmentReference(text, Optional.empty(), Optional.empty()));
        }
        return job.block("environment")
                .flatMap(block -> block.template("name")
                        .map(text ->
                                new EnvironmentReference(text, block.template("url"), block.template("deployment"))));
    }

    private Optional<Snapshot> snapshot(Tree tree) {
        Position position = tree.position();
        Template usual = Template.constant(Value.of("1.*"), position);
        if (tree instanceof Tree.Leaf leaf) {
            return Optional.of(new Snapshot(position, leaf.template(), Condition.success(position), usual));
        }
        Block block = Block.of(tree);
        Template version = block.template("version").orElse(usual);
        if (version.isConstant() && !version.source().matches("[0-9]{1,9}\\.\\*")) {
            wrong(
                    "bad-version",
                    position,
                    "Expected format '{major-version}.*' Actual '" + version.source() + "'",
                    "write for example 1.*");
        }
        Condition condition = new ConditionReader(faults, Places.STEP_IF).read(block.template("if"), position);
        return block.template("image-name").map(image -> new Snapshot(position, image, condition, version));
    }

    private void wrong(String code, Position position, String message, @Nullable String hint) {
        faults.wrong(Fault.Stage.MEANING, code, position, message, hint);
    }
}
