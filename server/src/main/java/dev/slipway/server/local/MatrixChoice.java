package dev.slipway.server.local;

import dev.slipway.actions.expression.Value;
import dev.slipway.actions.plan.Leg;
import dev.slipway.actions.plan.Move;
import dev.slipway.actions.plan.PlannedRun;
import dev.slipway.actions.plan.Planner;
import dev.slipway.actions.workflow.CallJob;
import dev.slipway.actions.workflow.Job;
import dev.slipway.kernel.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which legs of matrices somebody wants to run, as act has it: a leg matches where each key that its matrix has is one of
 * the values that were given for the key. Legs without such a key, and jobs without a matrix, run as ever.
 *
 * @param values by the keys of matrices, whose case says nothing
 */
record MatrixChoice(Map<String, Set<String>> values) {

    static final MatrixChoice ALL = new MatrixChoice(Map.of());

    /**
     * @param given as {@code KEY:VALUE}
     * @throws Problem INVALID, code {@code usage}
     */
    static MatrixChoice of(List<String> given) {
        Map<String, Set<String>> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String each : given) {
            int colon = each.indexOf(':');
            if (colon <= 0) {
                throw Problem.of(
                        Problem.Kind.INVALID, "usage", "'" + each + "' chooses no leg", "write --matrix node:22");
            }
            values.computeIfAbsent(each.substring(0, colon), _ -> new TreeSet<>())
                    .add(each.substring(colon + 1));
        }
        return new MatrixChoice(values);
    }

    boolean takes(Leg leg) {
        return values.entrySet().stream()
                .allMatch(wanted -> leg.matrix()
                        .get(wanted.getKey())
                        .map(value -> wanted.getValue().contains(value.text()))
                        .orElse(true));
    }

    /** A job begins with the legs that match; one that has none is skipped. */
    Move narrowed(Move move) {
        if (!(move instanceof Move.Expand(PlannedRun run, Job job, List<? extends Leg> legs))) {
            return move;
        }
        List<? extends Leg> taken = legs.stream().filter(this::takes).toList();
        return taken.isEmpty()
                ? new Move.Skip(run, job, "none of its legs matches --matrix")
                : new Move.Expand(run, job, taken);
    }

    /**
     * Sees that there is something to run, as far as that is known before anything has run.
     *
     * @throws Problem NOT_FOUND, code {@code no-leg}, where each leg is known and none has what was asked for
     */
    void check(List<PlannedRun> runs) {
        if (values.isEmpty()) {
            return;
        }
        List<Leg> legs = new ArrayList<>();
        for (PlannedRun run : runs) {
            for (Job job : run.workflow().jobs()) {
                if (job instanceof CallJob || !collect(run, job, legs)) {
                    return;
                }
            }
        }
        if (legs.stream().noneMatch(leg -> mentions(leg) && takes(leg))) {
            List<String> names = legs.stream()
                    .filter(leg -> !leg.matrix().entries().isEmpty())
                    .map(Leg::displayName)
                    .toList();
            throw Problem.of(
                    Problem.Kind.NOT_FOUND,
                    "no-leg",
                    "no leg matches " + words(),
                    names.isEmpty() ? "no job here has a matrix" : "there are: " + String.join(", ", names));
        }
    }

    /** @return false for a matrix that other jobs make */
    private static boolean collect(PlannedRun run, Job job, List<Leg> legs) {
        try {
            legs.addAll(Planner.legs(run, job, Value.Mapping.EMPTY));
            return true;
        } catch (Problem later) {
            return false;
        }
    }

    private boolean mentions(Leg leg) {
        return values.keySet().stream().anyMatch(key -> leg.matrix().get(key).isPresent());
    }

    private String words() {
        return String.join(
                " ",
                values.entrySet().stream()
                        .flatMap(each ->
                                each.getValue().stream().map(value -> "--matrix " + each.getKey() + ":" + value))
                        .toList());
    }
}
