package dev.slipway.delivery.judge;

import dev.slipway.kernel.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * The place of one value in a JSON document: a singular query of JSONPath (RFC 9535, section 2.3.5.1), such as
 * {@code $.data[0].rating}. The braces that Argo Rollouts puts around it are accepted. Queries that may find many values
 * are refused, for a metric is one number.
 *
 * @param text as it was written
 * @param steps from the root to the value
 */
public record JsonPlace(String text, List<Step> steps) {

    private static final Pattern STEP =
            Pattern.compile("\\.(?<name>[\\p{L}_][\\p{L}\\p{N}_]*)|\\[(?<index>-?(?:0|[1-9][0-9]{0,8}))]"
                    + "|\\['(?<single>[^'\\\\]*)']|\\[\"(?<double>[^\"\\\\]*)\"]");

    /** One step down. */
    public sealed interface Step {

        /** A member of an object. */
        record Member(String name) implements Step {}

        /** An element of an array; below zero from its end. */
        record Element(int index) implements Step {}
    }

    /** @throws Problem code {@code bad-json-path}, when it is none or may find more than one value */
    public static JsonPlace parse(String text) {
        String path = text.startsWith("{") && text.endsWith("}") ? text.substring(1, text.length() - 1) : text;
        List<Step> steps = new ArrayList<>();
        int at = 1;
        Matcher matcher = STEP.matcher(path);
        while (path.startsWith("$")
                && at < path.length()
                && matcher.region(at, path.length()).lookingAt()) {
            steps.add(step(matcher));
            at = matcher.end();
        }
        if (!path.startsWith("$") || at < path.length()) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-json-path",
                    "'" + text + "' is no JSONPath to a single value",
                    "write it like $.data[0].rating or $['data']; wildcards, filters and slices may find many values");
        }
        return new JsonPlace(text, List.copyOf(steps));
    }

    private static Step step(Matcher matcher) {
        String index = matcher.group("index");
        if (index != null) {
            return new Step.Element(Integer.parseInt(index));
        }
        for (String group : List.of("name", "single", "double")) {
            String name = matcher.group(group);
            if (name != null) {
                return new Step.Member(name);
            }
        }
        throw new IllegalStateException("a step is neither a name nor an index: " + matcher.group());
    }

    /** The value at this place; absent where the document has none. */
    public Optional<JsonNode> in(JsonNode document) {
        JsonNode node = document;
        for (Step step : steps) {
            node = switch (step) {
                case Step.Member member -> node.isObject() ? node.path(member.name()) : node.path(-1);
                case Step.Element element -> element(node, element.index());
            };
        }
        return Optional.of(node).filter(found -> !found.isMissingNode());
    }

    private static JsonNode element(JsonNode node, int index) {
        return node.isArray() ? node.path(index < 0 ? node.size() + index : index) : node.path(-1);
    }
}
