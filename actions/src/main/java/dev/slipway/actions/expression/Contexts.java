package dev.slipway.actions.expression;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What an expression can see when it is evaluated. A job's runner implements it over its changing {@code steps},
 * {@code env} and {@code job}; everybody else takes {@link #of}.
 */
public interface Contexts {

    /** Nothing at all. */
    Contexts NONE = of(Map.of(), Status.SUCCESS);

    /**
     * @param name lower case
     * @return absent where the context does not exist here; the expression then sees null
     */
    Optional<Value> context(String name);

    /** What the status functions answer now. */
    Status status();

    /**
     * Answers {@code hashFiles}; by default there is no workspace to look into.
     *
     * @param patterns globs relative to the workspace
     */
    default String hashFiles(List<String> patterns) {
        throw ExpressionError.EVALUATION.problem(
                "hashFiles cannot be used here: there is no workspace", "use it in a step of a job");
    }

    static Contexts of(Map<String, ? extends Value> contexts, Status status) {
        Map<String, Value> named = new HashMap<>();
        contexts.forEach((name, value) -> named.put(name.toLowerCase(Locale.ROOT), value));
        return new Contexts() {
            @Override
            public Optional<Value> context(String name) {
                return Optional.ofNullable(named.get(name));
            }

            @Override
            public Status status() {
                return status;
            }
        };
    }

    /** The same, with one context added or replaced. */
    default Contexts with(String name, Value value) {
        Contexts outer = this;
        return new Contexts() {
            @Override
            public Optional<Value> context(String asked) {
                return asked.equals(name) ? Optional.of(value) : outer.context(asked);
            }

            @Override
            public Status status() {
                return outer.status();
            }

            @Override
            public String hashFiles(List<String> patterns) {
                return outer.hashFiles(patterns);
            }
        };
    }

    /** The same, with other answers of the status functions. */
    default Contexts with(Status status) {
        Contexts outer = this;
        return new Contexts() {
            @Override
            public Optional<Value> context(String asked) {
                return outer.context(asked);
            }

            @Override
            public Status status() {
                return status;
            }

            @Override
            public String hashFiles(List<String> patterns) {
                return outer.hashFiles(patterns);
            }
        };
    }
}
