package dev.slipway.delivery.config;

import java.util.Optional;

/**
 * One row of the table that {@code slipway.yml} is defined by.
 *
 * @param name as written in the file
 * @param shape what its value may look like
 * @param required whether the file is wrong without it
 * @param fallback the value that counts when the key is absent, written as in the file
 * @param doc one sentence for the reference page and for editors
 * @param <T> what the value means
 */
record Key<T>(String name, Shape<T> shape, boolean required, Optional<String> fallback, String doc) {

    static <T> Key<T> required(String name, Shape<T> shape, String doc) {
        return new Key<>(name, shape, true, Optional.empty(), doc);
    }

    /** Absent means: not there. */
    static <T> Key<T> optional(String name, Shape<T> shape, String doc) {
        return new Key<>(name, shape, false, Optional.empty(), doc);
    }

    static <T> Key<T> fallback(String name, Shape<T> shape, String fallback, String doc) {
        return new Key<>(name, shape, false, Optional.of(fallback), doc);
    }
}
