package dev.slipway.delivery.config;

import dev.slipway.kernel.yaml.YamlNode;
import java.util.Optional;
import java.util.function.BiConsumer;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a value in {@code slipway.yml} may look like. The same shape reads the file, writes the JSON Schema and the
 * reference page, so that the three cannot disagree.
 *
 * @param <T> what the value means
 */
sealed interface Shape<T> permits Plain, ListShape, MapShape, NamedShape, ByKind, ListOr, Section {

    /**
     * @param reading collects what is wrong
     * @return absent when the value is wrong; the findings say why
     */
    Optional<T> read(YamlNode node, Reading reading);

    /** The shape in JSON Schema, draft 2020-12. */
    ObjectNode schema();

    /** The shape in a person's words, such as {@code list of names}. */
    String words();

    /**
     * Hands over the sections that stand inside a value of this shape.
     *
     * @param path where the value stands, in the words of the reference page
     */
    void sections(String path, BiConsumer<String, Section<?>> found);
}
