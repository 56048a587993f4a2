package dev.slipway.actions.schema;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The form of one definition. */
sealed interface Shape {

    /** Text; an empty one is refused where {@code filled} is set, another than the constant where one is given. */
    record Text(boolean filled, Optional<String> constant) implements Shape {}

    /** A number. */
    record Numeric() implements Shape {}

    /** True or false. */
    record Bool() implements Shape {}

    /** Nothing at all. */
    record Nothing() implements Shape {}

    /** What one of several definitions allows. */
    record OneOf(List<String> names) implements Shape {}

    /** A sequence of one type. */
    record Items(String type) implements Shape {}

    /**
     * A mapping.
     *
     * @param properties by their fixed names
     * @param loose keys beside these, where they are allowed
     * @param lenient whether GitHub passes over other keys, so that they are warned of instead of refused
     */
    record Keys(Map<String, Property> properties, Optional<Loose> loose, boolean lenient) implements Shape {
        public Keys {
            properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
        }
    }

    /**
     * A key with a fixed name.
     *
     * @param required whether it must be written
     * @param obvious whether it is worth to be named to somebody who left out what a mapping is for
     */
    record Property(String type, boolean required, boolean obvious) {}

    /** Keys that are not fixed: the types of the key and its value. */
    record Loose(String key, String value) {}
}
