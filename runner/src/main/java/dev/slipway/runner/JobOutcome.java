package dev.slipway.runner;

import dev.slipway.actions.plan.Conclusion;
import dev.slipway.runner.artifact.Artifact;
import dev.slipway.runner.log.Annotation;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came of a job.
 *
 * @param outputs evaluated and free of secrets
 * @param steps in the order in which they ended
 * @param summary Markdown of all steps, masked
 * @param artifacts of the whole run, as they were when the job ended
 * @param environmentUrl where to look at what it brought to its environment
 */
public record JobOutcome(
        Conclusion conclusion,
        Map<String, String> outputs,
        List<StepResult> steps,
        List<Annotation> annotations,
        String summary,
        List<Artifact> artifacts,
        Optional<String> environmentUrl) {

    /** The same, where the outputs may not be kept. */
    public JobOutcome withoutOutputs() {
        return new JobOutcome(conclusion, Map.of(), steps, annotations, summary, artifacts, environmentUrl);
    }
}
