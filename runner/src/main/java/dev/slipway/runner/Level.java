package dev.slipway.runner;

import dev.slipway.actions.expression.Contexts;
import dev.slipway.actions.expression.Value;
import dev.slipway.actions.plan.Conclusion;
import java.util.Map;

/** The steps that run one after another: those of a job, or those of a composite action. What they see, how they stand. */
interface Level extends Contexts {

    /**
     * The same, as one step sees it.
     *
     * @param own variables of the step, with those that come from {@link #inherited}
     * @param key of the step
     */
    Contexts forStep(Map<String, String> own, String key);

    /** Variables over those of the job that all steps here begin with. */
    Map<String, String> inherited();

    /** The {@code github} context here. */
    Value.Mapping github();

    /** Takes a step's end into account. */
    void ended(StepResult step);

    /** How the steps stand. */
    Conclusion conclusion();

    /** 0 for the steps of the job. */
    int depth();
}
