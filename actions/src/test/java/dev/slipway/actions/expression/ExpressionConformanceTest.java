package dev.slipway.actions.expression;

import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import dev.slipway.testkit.Conformance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ExpressionConformanceTest {

    private static final int FLOOR = 605;

    @Test
    void expressions_evaluateAsOnGitHub() throws IOException {
        Conformance conformance = new Conformance("expressions");
        for (Path file : Conformance.files("actions/expressions", ".json")) {
            JsonNode groups = Json.mapper().readTree(Files.readString(file));
            for (Map.Entry<String, JsonNode> group : groups.properties()) {
                for (JsonNode vector : group.getValue()) {
                    String name = file.getFileName() + ": " + vector.get("expr").stringValue();
                    conformance.compare(name, expected(vector), actual(vector));
                }
            }
        }
        conformance.finish(FLOOR);
    }

    private static String expected(JsonNode vector) {
        JsonNode error = vector.get("err");
        if (error != null) {
            return error.get("kind").stringValue() + ": " + error.get("value").stringValue();
        }
        JsonNode result = vector.get("result");
        JsonNode value = result.get("value");
        boolean words = result.get("kind").stringValue().equals("Number") && value.isString();
        String shown = words ? number(value.stringValue()) : Value.of(value).toJson();
        return result.get("kind").stringValue() + " " + shown;
    }

    private static String number(String word) {
        return word.equals("NaN") ? word : Value.of(Value.of(word).number()).toJson();
    }

    private static String actual(JsonNode vector) {
        Map<String, Value> contexts = new LinkedHashMap<>();
        if (vector.has("contexts")) {
            vector.get("contexts")
                    .properties()
                    .forEach(entry -> contexts.put(entry.getKey(), Value.of(entry.getValue())));
        }
        try {
            Value value = Expression.parse(vector.get("expr").stringValue(), Scope.of(contexts.keySet()))
                    .evaluate(Contexts.of(contexts, Status.SUCCESS));
            return value.kind() + " " + value.toJson();
        } catch (Problem problem) {
            String kind = ExpressionError.of(problem).orElseThrow().name().toLowerCase(Locale.ROOT);
            String expected = vector.has("err") ? vector.get("err").get("value").stringValue() : "no error";
            return kind + ": " + (problem.message().contains(expected) ? expected : problem.message());
        }
    }
}
