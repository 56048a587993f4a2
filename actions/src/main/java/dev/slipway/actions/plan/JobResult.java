package dev.slipway.actions.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The end of one leg of a job.
 *
 * @param outputs evaluated, by name
 */
public record JobResult(Conclusion conclusion, Map<String, String> outputs) {

    public JobResult {
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
    }

    /** The size of the outputs as GitHub measures it: in UTF-16. */
    public long outputBytes() {
        return outputs.entrySet().stream()
                .mapToLong(output ->
                        2L * (output.getKey().length() + output.getValue().length()))
                .sum();
    }

    /** Without outputs. */
    public static JobResult of(Conclusion conclusion) {
        return new JobResult(conclusion, Map.of());
    }
}
