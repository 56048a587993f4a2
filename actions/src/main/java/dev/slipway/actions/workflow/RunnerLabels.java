package dev.slipway.actions.workflow;

import dev.slipway.actions.expression.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The labels of {@code runs-on}. Every Linux label means this host; jobs for other systems fail. */
public final class RunnerLabels {

    private static final String HINT = "use ubuntu-latest, or self-hosted";

    private RunnerLabels() {}

    /** The labels of an evaluated {@code runs-on}. */
    public static List<String> of(Value value) {
        return switch (value) {
            case Value.Array array -> array.items().stream().map(Value::text).toList();
            case Value.Mapping mapping -> {
                List<String> labels = new ArrayList<>();
                mapping.get("labels").ifPresent(inner -> labels.addAll(of(inner)));
                yield labels;
            }
            case Value.Null _ -> List.of();
            case Value.Bool _, Value.Num _, Value.Text _ -> List.of(value.text());
        };
    }

    /** Why a label cannot be served, where it cannot. */
    public static Optional<String> refusal(String label) {
        String lower = label.toLowerCase(Locale.ROOT);
        boolean foreign = lower.startsWith("windows") || lower.startsWith("macos");
        return foreign ? Optional.of("no runner here serves '" + label + "'") : Optional.empty();
    }

    /** Why a host with all of these labels is not here, where it is not. */
    public static Optional<String> refusal(List<String> labels) {
        return labels.stream().flatMap(label -> refusal(label).stream()).findFirst();
    }

    /** What to do about a refusal. */
    public static String hint() {
        return HINT;
    }
}
