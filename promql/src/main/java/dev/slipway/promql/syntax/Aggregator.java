package dev.slipway.promql.syntax;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The operators that make one series of a group of series. */
public enum Aggregator {
    SUM("the sum", null),
    AVG("the arithmetic mean", null),
    MIN("the smallest value", null),
    MAX("the largest value", null),
    COUNT("the number of series", null),
    GROUP("1 for each group", null),
    STDDEV("the population standard deviation", null),
    STDVAR("the population variance", null),
    TOPK("the k series with the largest values", ValueType.SCALAR),
    BOTTOMK("the k series with the smallest values", ValueType.SCALAR),
    QUANTILE("the q-quantile over the series", ValueType.SCALAR),
    COUNT_VALUES("the number of series with the same value", ValueType.STRING);

    private final String description;
    private final @Nullable ValueType parameter;

    Aggregator(String description, @Nullable ValueType parameter) {
        this.description = description;
        this.parameter = parameter;
    }

    static Optional<Aggregator> of(String word) {
        return Arrays.stream(values())
                .filter(aggregator -> aggregator.word().equalsIgnoreCase(word))
                .findFirst();
    }

    /** As PromQL writes it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What it makes of a group, a clause. */
    public String description() {
        return description;
    }

    /** The type of the first argument, when there is one before the vector. */
    public Optional<ValueType> parameter() {
        return Optional.ofNullable(parameter);
    }

    /** True when the result has the series of the input, not those of the groups. */
    public boolean selects() {
        return this == TOPK || this == BOTTOMK;
    }
}
