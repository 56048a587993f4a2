package dev.slipway.actions.plan;

import dev.slipway.actions.expression.Contexts;
import dev.slipway.actions.expression.Template;
import dev.slipway.actions.expression.Tree;
import dev.slipway.actions.expression.Value;
import dev.slipway.actions.workflow.Job;
import dev.slipway.actions.workflow.Strategy;
import dev.slipway.kernel.Problem;
import java.util.List;
import java.util.Optional;

/**
 * How a job multiplies, evaluated.
 *
 * @param legs one without values where the job has no matrix
 * @param maxParallel 0 for no bound
 */
record Spread(List<Matrix.Leg> legs, boolean failFast, int maxParallel) {

    /** @throws Problem where the matrix or a bound cannot be evaluated */
    static Spread of(Job job, Contexts contexts) {
        Optional<Tree> matrix = job.strategy().flatMap(Strategy::matrix);
        List<Matrix.Leg> legs = matrix.map(tree -> Matrix.expand(tree.evaluate(contexts)))
                .orElseGet(() -> List.of(new Matrix.Leg(Value.Mapping.EMPTY, List.of())));
        boolean failFast = job.strategy()
                .flatMap(Strategy::failFast)
                .map(flag -> flag.evaluate(contexts).truthy())
                .orElse(true);
        int maxParallel = (int) job.strategy()
                .flatMap(Strategy::maxParallel)
                .map(most -> bound(most, contexts))
                .orElse(0.0)
                .doubleValue();
        return new Spread(legs, failFast, maxParallel);
    }

    /**
     * What bounds a job.
     *
     * @return zero where the usual bound holds: for a value that is zero or that nobody gave, as on GitHub
     * @throws Problem for a number below zero, or a text that is none
     */
    static double bound(Template template, Contexts contexts) {
        double number = template.evaluate(contexts).number();
        if (!(number >= 0)) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "bad-number",
                    template.position() + ": '" + template.source() + "' is no number of zero or more",
                    "give it a number above zero, or 0 for the usual limit");
        }
        return number;
    }
}
