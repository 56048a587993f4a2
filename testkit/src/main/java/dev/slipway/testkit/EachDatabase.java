package dev.slipway.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs a test method, which takes a {@link TestDatabase}, once on a fresh SQLite file and once on a fresh database of a
 * real PostgreSQL server; the latter is skipped, with the reason, where no such server can be started.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "{0}")
@MethodSource("dev.slipway.testkit.Databases#each")
public @interface EachDatabase {}
