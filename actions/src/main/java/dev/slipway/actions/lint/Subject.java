package dev.slipway.actions.lint;

import dev.slipway.actions.expression.Tree;
import dev.slipway.actions.schema.Source;
import dev.slipway.actions.workflow.Step;
import dev.slipway.actions.workflow.StepJob;
import dev.slipway.actions.workflow.Workflow;
import dev.slipway.kernel.yaml.Yaml;
import java.util.stream.Stream;

/**
 * What rules look at.
 *
 * @param workflow as far as it could be understood
 * @param tree the same as it was written
 * @param source its text
 * @param document the same before the reader took out what it refuses
 * @param around what is known beside it
 */
record Subject(Workflow workflow, Tree tree, Source source, Yaml.Document document, Surroundings around) {

    KnownActions known() {
        return around.actions();
    }

    /** The jobs that have steps of their own. */
    Stream<StepJob> stepJobs() {
        return workflow.jobs().stream().filter(StepJob.class::isInstance).map(StepJob.class::cast);
    }

    /** All steps of all jobs, also those of parallel groups. */
    Stream<Step> steps() {
        return stepJobs().flatMap(job -> job.steps().stream()).flatMap(Subject::withInner);
    }

    private static Stream<Step> withInner(Step step) {
        Stream<Step> inner = switch (step.work()) {
            case Step.Work.Parallel parallel -> parallel.steps().stream().flatMap(Subject::withInner);
            case Step.Work.Run _, Step.Work.Uses _, Step.Work.Wait _, Step.Work.WaitAll _, Step.Work.Cancel _ ->
                Stream.empty();
        };
        return Stream.concat(Stream.of(step), inner);
    }
}
