package dev.slipway.actions.workflow;

import dev.slipway.actions.expression.Template;
import dev.slipway.actions.expression.Tree;
import dev.slipway.actions.expression.Value;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes triggers in the layout of the official reader's tests. */
final class EventsJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private EventsJson() {}

    static JsonNode of(Block root, List<Trigger> triggers) {
        ObjectNode json = NODES.objectNode();
        Iterator<Tree.Field> written = root.fields("on").iterator();
        for (Trigger trigger : triggers) {
            Block block =
                    written.hasNext() ? Block.of(written.next().value()) : Block.of(Tree.empty(trigger.position()));
            json.set(trigger.event(), trigger(trigger, block));
        }
        return json;
    }

    private static JsonNode trigger(Trigger trigger, Block block) {
        ObjectNode json = NODES.objectNode();
        switch (trigger) {
            case Trigger.Push push ->
                filters(json, Map.of("branches", push.branches(), "tags", push.tags(), "paths", push.paths()));
            case Trigger.PullRequest pull -> {
                filters(json, Map.of("branches", pull.branches(), "paths", pull.paths()));
                texts(json, "types", block.has("types") ? pull.types() : List.of());
            }
            case Trigger.WorkflowRun run -> {
                filters(json, Map.of("branches", run.branches()));
                texts(json, "types", run.types());
                texts(json, "workflows", run.workflows());
            }
            case Trigger.RepositoryDispatch dispatch -> texts(json, "types", dispatch.types());
            case Trigger.Activity activity -> {
                filters(json, Map.of("branches", activity.branches()));
                texts(json, "types", activity.types());
                texts(json, "names", activity.names());
                texts(json, "versions", activity.versions());
            }
            case Trigger.Schedule schedule -> {
                ArrayNode crons = NODES.arrayNode();
                schedule.crons().forEach(cron -> crons.addObject().put("cron", cron.line()));
                return crons;
            }
            case Trigger.WorkflowCall call -> call(json, call);
            case Trigger.WorkflowDispatch dispatch -> dispatch(json, dispatch);
        }
        return json;
    }

    private static void filters(ObjectNode json, Map<String, Trigger.Filter> filters) {
        filters.forEach((key, filter) -> {
            texts(json, key, filter.only());
            texts(json, key + "-ignore", filter.except());
        });
    }

    private static void texts(ObjectNode json, String key, List<String> texts) {
        if (!texts.isEmpty()) {
            ArrayNode array = json.putArray(key);
            texts.forEach(array::add);
        }
    }

    private static void call(ObjectNode json, Trigger.WorkflowCall call) {
        call.inputs().forEach(input -> {
            ObjectNode one = part(json, "inputs").putObject(input.name());
            one.put("type", input.type().name().toLowerCase(Locale.ROOT));
            described(one, input.description(), input.required());
            input.defaultValue().flatMap(Template::constant).ifPresent(value -> one.set("default", bare(value)));
        });
        call.secrets()
                .forEach(secret -> described(
                        part(json, "secrets").putObject(secret.name()), secret.description(), secret.required()));
    }

    private static void dispatch(ObjectNode json, Trigger.WorkflowDispatch dispatch) {
        dispatch.inputs().forEach(input -> {
            ObjectNode one = part(json, "inputs").putObject(input.name());
            one.put("type", input.type().name().toLowerCase(Locale.ROOT));
            described(one, input.description(), input.required());
            input.defaultText().ifPresent(text -> one.set("default", typed(input.type(), text)));
            texts(one, "options", input.options());
        });
    }

    private static JsonNode typed(Trigger.Input.Type type, String text) {
        return type == Trigger.Input.Type.BOOLEAN
                ? NODES.booleanNode(Boolean.parseBoolean(text))
                : NODES.stringNode(text);
    }

    private static ObjectNode part(ObjectNode json, String key) {
        return Optional.ofNullable((ObjectNode) json.get(key)).orElseGet(() -> json.putObject(key));
    }

    private static void described(ObjectNode json, String description, boolean required) {
        if (!description.isEmpty()) {
            json.put("description", description);
        }
        if (required) {
            json.put("required", true);
        }
    }

    private static JsonNode bare(Value value) {
        return value instanceof Value.Bool bool ? NODES.booleanNode(bool.truthy()) : NODES.stringNode(value.text());
    }
}
