package dev.slipway.actions.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says in a person's words what a place wants, for hints. */
final class Expected {

    private static final int MOST_WORDS = 12;

    private Expected() {}

    static Optional<String> of(Schema schema, Place place) {
        List<String> constants = new ArrayList<>();
        List<String> kinds = new ArrayList<>();
        for (Shape shape : schema.shapes(place.definition())) {
            switch (shape) {
                case Shape.Text text
                when text.constant().isPresent() ->
                    constants.add(text.constant().get());
                case Shape.Text _ -> kinds.add("a text");
                case Shape.Numeric _ -> kinds.add("a number");
                case Shape.Bool _ -> kinds.add("true or false");
                case Shape.Nothing _ -> kinds.add("nothing");
                case Shape.Items _ -> kinds.add("a sequence");
                case Shape.Keys keys -> kinds.add("a mapping" + known(keys));
                case Shape.OneOf _ -> throw new IllegalStateException("choices were resolved");
            }
        }
        if (!constants.isEmpty() && constants.size() <= MOST_WORDS) {
            kinds.add(constants.stream().map(word -> "'" + word + "'").collect(Collectors.joining(", ")));
        }
        return kinds.isEmpty()
                ? Optional.empty()
                : Optional.of("write " + kinds.stream().distinct().collect(Collectors.joining(", or ")));
    }

    /** What it must have, which also tells it from others; else all that it may have. */
    private static String known(Shape.Keys keys) {
        List<String> required = keys.properties().entrySet().stream()
                .filter(property -> property.getValue().required())
                .map(Map.Entry::getKey)
                .toList();
        List<String> names = required.isEmpty() ? List.copyOf(keys.properties().keySet()) : required;
        return names.isEmpty() || names.size() > MOST_WORDS ? "" : " with " + String.join(", ", names);
    }
}
