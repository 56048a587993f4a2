package dev.slipway.actions.schema;

import java.util.ArrayList;
import java.util.List;
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

    private static String known(Shape.Keys keys) {
        boolean few = !keys.properties().isEmpty() && keys.properties().size() <= MOST_WORDS;
        return few ? " with " + String.join(", ", keys.properties().keySet()) : "";
    }
}
