package dev.slipway.observe.probe;

import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** A way into a JSON document, as Gatus writes it: {@code .data[0].name} or {@code ['odd.name']}. */
record JsonPath(List<Step> steps) {

    private static final Pattern STEP = Pattern.compile("\\.([^.\\[\\]]+)|\\[(\\d{1,9})]|\\['([^']+)']");

    JsonPath {
        steps = List.copyOf(steps);
    }

    /** One step down. */
    sealed interface Step {
        record Key(String name) implements Step {}

        record Index(int index) implements Step {}
    }

    /** @throws Problem code {@code bad-path} */
    static JsonPath parse(String text) {
        List<Step> steps = new ArrayList<>();
        Matcher step = STEP.matcher(text);
        int end = 0;
        while (step.find() && step.start() == end) {
            end = step.end();
            steps.add(
                    step.group(2) == null
                            ? new Step.Key(Optional.ofNullable(step.group(1)).orElseGet(() -> step.group(3)))
                            : new Step.Index(Integer.parseInt(step.group(2))));
        }
        if (end != text.length()) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-path",
                    "'" + text + "' is no path into JSON",
                    "write [BODY].data[0].name");
        }
        return new JsonPath(steps);
    }

    /** Absent when the text is no JSON or has nothing there. */
    Optional<JsonNode> in(String json) {
        try {
            JsonNode node = Json.mapper().readTree(json);
            for (Step step : steps) {
                node = switch (step) {
                    case Step.Key(String name) -> node.path(name);
                    case Step.Index(int index) -> node.path(index);
                };
            }
            return Optional.of(node).filter(found -> !found.isMissingNode());
        } catch (JacksonException notJson) {
            return Optional.empty();
        }
    }
}
