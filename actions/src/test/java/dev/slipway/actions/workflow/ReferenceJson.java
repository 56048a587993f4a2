package dev.slipway.actions.workflow;

import dev.slipway.actions.expression.Condition;
import dev.slipway.actions.expression.Template;
import dev.slipway.actions.expression.Tree;
import dev.slipway.actions.expression.Value;
import dev.slipway.actions.schema.Budget;
import dev.slipway.actions.schema.Faults;
import dev.slipway.actions.schema.Schema;
import dev.slipway.actions.schema.SchemaReader;
import dev.slipway.actions.schema.Source;
import dev.slipway.kernel.Json;
import dev.slipway.kernel.Position;
import dev.slipway.kernel.yaml.Yaml;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes what was read in the layout of the official reader's tests. */
final class ReferenceJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ReferenceCase given;
    private final List<String> files = new ArrayList<>();

    private ReferenceJson(ReferenceCase given) {
        this.given = given;
    }

    static JsonNode of(ReferenceCase given, Workflow workflow) {
        return new ReferenceJson(given).root(workflow);
    }

    private static Block block(String file, String text) {
        return Block.of(SchemaReader.read(
                        Schema.WORKFLOW,
                        "workflow",
                        Yaml.read(file, text, Yaml.Dialect.ACTIONS).root().orElseThrow(),
                        new Faults(new Source(text)),
                        Budget.standard())
                .orElseThrow());
    }

    private JsonNode root(Workflow workflow) {
        ObjectNode root = NODES.objectNode();
        Block block = block(given.path(), given.text());
        files.add(given.path());
        for (String key : List.of("env", "defaults", "concurrency")) {
            block.get(key).ifPresent(tree -> root.set(key, token(tree)));
        }
        if (given.expected().has("events")) {
            root.set("events", EventsJson.of(block, workflow.triggers()));
        }
        ObjectNode types = inputTypes(workflow);
        if (!types.isEmpty() && given.expected().has("input-types")) {
            root.set("input-types", types);
        }
        Optional<Permissions> permissions = Optional.of(workflow.permissions()).filter(Permissions::isExplicit);
        permissions.ifPresent(scopes -> root.set("permissions", permissions(scopes)));
        root.set("jobs", jobs(block, workflow.jobs(), permissions));
        if (given.expected().has("file-table")) {
            boolean sorted = given.options().containsKey("is-partial-rerun");
            ArrayNode table = root.putArray("file-table");
            (sorted ? files.stream().sorted().toList() : files).forEach(table::add);
        }
        return root;
    }

    private static ObjectNode inputTypes(Workflow workflow) {
        ObjectNode types = NODES.objectNode();
        workflow.triggers().stream()
                .filter(Trigger.WorkflowDispatch.class::isInstance)
                .flatMap(trigger -> ((Trigger.WorkflowDispatch) trigger).inputs().stream())
                .forEach(input -> types.put(input.name(), input.type().name().toLowerCase(Locale.ROOT)));
        return types;
    }

    private ArrayNode jobs(Block block, List<Job> jobs, Optional<Permissions> outer) {
        ArrayNode array = NODES.arrayNode();
        Iterator<Tree.Field> fields = block.fields("jobs").iterator();
        for (Job job : jobs) {
            Tree.Field field = fields.next();
            Block written = Block.of(field.value());
            ObjectNode json = array.addObject();
            json.put("type", job instanceof CallJob ? "reusableWorkflowJob" : "job");
            json.set("id", token(field.key()));
            json.set(
                    "name",
                    job.name()
                            .filter(name -> !name.source().isEmpty())
                            .map(this::token)
                            .orElseGet(() -> token(field.key())));
            needs(job, json);
            json.set("if", condition(job.condition()));
            Optional<Permissions> own = job.permissions().or(() -> outer);
            switch (job) {
                case StepJob steps -> steps(steps, written, own, json);
                case CallJob call -> call(call, written, own, json);
            }
        }
        return array;
    }

    private void needs(Job job, ObjectNode json) {
        if (!job.needs().isEmpty() || job instanceof CallJob) {
            ArrayNode needs = json.putArray("needs");
            job.needs().forEach(need -> needs.add(token(Template.constant(Value.of(need.job()), need.position()))));
        }
    }

    private void steps(StepJob job, Block written, Optional<Permissions> permissions, ObjectNode json) {
        for (String key : List.of(
                "runs-on",
                "strategy",
                "continue-on-error",
                "timeout-minutes",
                "cancel-timeout-minutes",
                "container",
                "services",
                "concurrency",
                "env",
                "environment",
                "outputs",
                "defaults",
                "snapshot")) {
            written.get(key).ifPresent(tree -> json.set(key, token(tree)));
        }
        permissions.ifPresent(scopes -> json.set("permissions", permissions(scopes)));
        if (!job.steps().isEmpty()) {
            ArrayNode steps = json.putArray("steps");
            Iterator<Tree> trees = written.items("steps").iterator();
            job.steps().forEach(step -> steps.add(step(step, Block.of(trees.next()))));
        }
    }

    private ObjectNode step(Step step, Block written) {
        ObjectNode json = NODES.objectNode();
        json.put("id", step.key());
        if (step.work() instanceof Step.Work.Run || step.work() instanceof Step.Work.Uses) {
            json.set("if", condition(step.condition()));
        }
        control(step.work(), json);
        for (String key : List.of(
                "name",
                "background",
                "continue-on-error",
                "timeout-minutes",
                "env",
                "working-directory",
                "shell",
                "run",
                "uses",
                "with")) {
            written.get(key).ifPresent(tree -> json.set(key, token(tree)));
        }
        return json;
    }

    /** What the official reader writes of steps that wait for others and cancel them. */
    private static void control(Step.Work work, ObjectNode json) {
        switch (work) {
            case Step.Work.Wait wait -> {
                ArrayNode steps = json.put("name", "Wait").putArray("wait");
                wait.steps().forEach(steps::add);
            }
            case Step.Work.WaitAll _ -> json.put("name", "Wait for all").put("wait-all", true);
            case Step.Work.Cancel cancel -> json.put("name", "Cancel").put("cancel", cancel.step());
            case Step.Work.Run _, Step.Work.Uses _, Step.Work.Parallel _ -> {}
        }
    }

    private void call(CallJob call, Block written, Optional<Permissions> outer, ObjectNode json) {
        json.set("ref", token(call.uses()));
        written.get("strategy").ifPresent(tree -> json.set("strategy", token(tree)));
        written.get("concurrency").ifPresent(tree -> json.set("concurrency", token(tree)));
        written.get("with").ifPresent(tree -> json.set("input-values", token(tree)));
        if (call.inheritSecrets()) {
            json.put("inherit-secrets", true);
        } else {
            written.get("secrets").ifPresent(tree -> json.set("secret-values", token(tree)));
        }
        String reference = call.uses().source();
        if (call.called().isEmpty()) {
            json.putArray("jobs");
            outer.ifPresent(scopes -> json.set("permissions", permissions(scopes)));
            return;
        }
        Workflow workflow = call.called().get();
        Block block = block(reference, given.called().get(reference));
        if (!files.contains(reference)) {
            files.add(reference);
        }
        block.block("on").flatMap(on -> on.block("workflow_call")).ifPresent(wanted -> {
            wanted.get("inputs").ifPresent(tree -> json.set("input-definitions", token(tree)));
            wanted.get("secrets").ifPresent(tree -> json.set("secret-definitions", token(tree)));
            wanted.get("outputs").ifPresent(tree -> json.set("outputs", token(tree)));
        });
        block.get("env").ifPresent(tree -> json.set("env", token(tree)));
        block.get("defaults").ifPresent(tree -> json.set("defaults", token(tree)));
        block.get("concurrency").ifPresent(tree -> json.set("embedded-concurrency", token(tree)));
        Optional<Permissions> inner = Optional.of(workflow.permissions())
                .filter(Permissions::isExplicit)
                .or(() -> outer);
        inner.ifPresent(scopes -> json.set("permissions", permissions(scopes)));
        json.set("jobs", jobs(block, workflow.jobs(), inner));
    }

    private static ObjectNode permissions(Permissions permissions) {
        ObjectNode json = NODES.objectNode();
        List<String> scopes = new ArrayList<>(Permissions.COMMON_SCOPES);
        scopes.addAll(permissions.scopes().keySet());
        scopes.stream()
                .distinct()
                .filter(scope -> permissions.access(scope) != Permissions.Access.NONE)
                .forEach(scope -> json.put(scope, permissions.access(scope).text()));
        return json;
    }

    private static ObjectNode condition(Condition condition) {
        return NODES.objectNode().put("type", 3).put("expr", condition.asExpression());
    }

    private JsonNode token(Tree tree) {
        return switch (tree) {
            case Tree.Leaf leaf -> token(leaf.template());
            case Tree.Items items -> {
                ObjectNode json = placed(1, items.position());
                ArrayNode array = json.putArray("seq");
                items.items().forEach(item -> array.add(token(item)));
                yield json;
            }
            case Tree.Fields fields -> {
                ObjectNode json = placed(2, fields.position());
                ArrayNode array = json.putArray("map");
                fields.fields().forEach(field -> {
                    ObjectNode entry = array.addObject();
                    entry.set("Key", token(field.key()));
                    entry.set("Value", token(field.value()));
                });
                yield json;
            }
        };
    }

    private JsonNode token(Template template) {
        Optional<Value> constant = template.constant();
        if (constant.isEmpty()) {
            return template.source().equals("${{ insert }}")
                    ? placed(4, template.position()).put("directive", "insert")
                    : placed(3, template.position()).put("expr", template.asExpression());
        }
        JsonNode bare = bare(constant.get());
        if (!given.withPositions()) {
            return bare;
        }
        return switch (constant.get()) {
            case Value.Null _ -> placed(7, template.position());
            case Value.Bool bool -> placed(5, template.position()).put("bool", bool.truthy());
            case Value.Num _ -> placed(6, template.position()).set("num", bare);
            case Value.Text text -> placed(0, template.position()).put("lit", text.value());
            case Value.Array _, Value.Mapping _ -> throw new IllegalStateException("no scalar");
        };
    }

    private static JsonNode bare(Value value) {
        return switch (value) {
            case Value.Null _ -> NODES.nullNode();
            case Value.Bool bool -> NODES.booleanNode(bool.truthy());
            case Value.Num number
            when Double.isNaN(number.value()) || Double.isInfinite(number.value()) -> NODES.stringNode(number.text());
            case Value.Num number -> NODES.numberNode(number.value());
            case Value.Text text -> NODES.stringNode(text.value());
            case Value.Array _, Value.Mapping _ -> throw new IllegalStateException("no scalar");
        };
    }

    private ObjectNode placed(int type, Position position) {
        ObjectNode json = NODES.objectNode().put("type", type);
        if (given.withPositions()) {
            json.put("file", files.indexOf(position.file()) + 1)
                    .put("line", position.line())
                    .put("col", position.column());
        }
        return json;
    }

    /** Numbers by their value, whether they were written as 1 or 1.0. */
    static JsonNode canonical(JsonNode node) {
        return Json.mapper().readTree(Json.writeCanonical(node(node)));
    }

    private static JsonNode node(JsonNode node) {
        if (node.isObject()) {
            ObjectNode json = NODES.objectNode();
            node.properties().forEach(entry -> json.set(entry.getKey(), node(entry.getValue())));
            return json;
        } else if (node.isArray()) {
            ArrayNode json = NODES.arrayNode();
            node.forEach(item -> json.add(node(item)));
            return json;
        }
        return node.isNumber() ? NODES.stringNode(Value.of(node.doubleValue()).text() + " of numbers") : node;
    }
}
