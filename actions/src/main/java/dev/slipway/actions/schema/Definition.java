package dev.slipway.actions.schema;

import java.util.Set;

/**
 * One named part of the language.
 *
 * @param names what expressions in it may name, beside what its surroundings allow
 */
record Definition(String name, Set<String> names, Shape shape) {}
