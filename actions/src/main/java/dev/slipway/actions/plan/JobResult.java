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

    /** Without outputs. */
    public static JobResult of(Conclusion conclusion) {
        return new JobResult(conclusion, Map.of());
    }
}
