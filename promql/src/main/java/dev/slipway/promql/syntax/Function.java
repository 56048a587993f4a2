package dev.slipway.promql.syntax;

import java.util.List;

/**
 * A function of the language, as the parser checks its calls.
 *
 * @param parameters the types of the arguments, the last of which may repeat
 * @param optional how many arguments may be left out at the end or repeated beyond the first occurrence of the last;
 *     -1 for any number of repetitions
 * @param description what it answers, a clause for the reference
 */
public record Function(String name, List<ValueType> parameters, int optional, ValueType result, String description) {

    public Function {
        parameters = List.copyOf(parameters);
    }

    /** The fewest arguments of a call. */
    int fewest() {
        return optional == 0 ? parameters.size() : parameters.size() - 1;
    }

    /** The most arguments of a call. */
    int most() {
        return optional < 0 ? Integer.MAX_VALUE : fewest() + optional;
    }

    /** The type that the argument must have. */
    ValueType parameter(int index) {
        return parameters.get(Math.min(index, parameters.size() - 1));
    }

    /** {@code name(range vector, scalar)}, for documentation and hints. */
    public String signature() {
        StringBuilder out = new StringBuilder(name).append('(');
        for (int i = 0; i < parameters.size(); i++) {
            boolean free = optional != 0 && i == parameters.size() - 1;
            out.append(free ? "[" : "").append(i == 0 ? "" : ", ");
            out.append(parameters.get(i).words()).append(free ? (optional < 0 ? " ...]" : "]") : "");
        }
        return out.append(')').toString();
    }
}
