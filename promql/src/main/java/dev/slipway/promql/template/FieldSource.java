package dev.slipway.promql.template;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Something with fields and methods that templates may name, beside maps. */
@FunctionalInterface
public interface FieldSource {

    /** @return empty when there is no such field */
    Optional<Object> field(String name);

    /**
     * A method that is given arguments.
     *
     * @return empty when there is no such method
     */
    default Optional<Object> call(String name, List<@Nullable Object> arguments) {
        return Optional.empty();
    }
}
