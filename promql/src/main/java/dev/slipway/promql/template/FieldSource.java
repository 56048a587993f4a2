package dev.slipway.promql.template;

import java.util.Optional;

/** Something with fields that templates may name, beside maps. */
@FunctionalInterface
public interface FieldSource {

    /** @return empty when there is no such field */
    Optional<Object> field(String name);
}
