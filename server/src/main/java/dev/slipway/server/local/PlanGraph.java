package dev.slipway.server.local;

import dev.slipway.actions.expression.Value;
import dev.slipway.actions.plan.Leg;
import dev.slipway.actions.plan.PlannedRun;
import dev.slipway.actions.plan.Planner;
import dev.slipway.actions.workflow.CallJob;
import dev.slipway.actions.workflow.Job;
import dev.slipway.actions.workflow.Step;
import dev.slipway.actions.workflow.StepJob;
import dev.slipway.kernel.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A plan as a graph: jobs in the order in which they can run, what each needs, its legs and steps. */
final class PlanGraph {

    private final PlannedRun plan;
    private final MatrixChoice matrix;

    /** @param matrix which legs are shown */
    PlanGraph(PlannedRun plan, MatrixChoice matrix) {
        this.plan = plan;
        this.matrix = matrix;
    }

    /** Lines for people: one stage under the other. */
    String text() {
        StringBuilder text = new StringBuilder(plan.workflow().name())
                .append(" (")
                .append(plan.workflow().file())
                .append(") on ")
                .append(plan.event().name())
                .append('\n');
        stages().forEach((stage, jobs) -> {
            text.append(stage == 0 ? "" : "  │\n  ▼\n");
            jobs.forEach(job -> describe(job, text));
        });
        return text.toString();
    }

    private void describe(Job job, StringBuilder text) {
        text.append("  ■ ").append(job.id());
        if (!job.needIds().isEmpty()) {
            text.append("  ◄ ").append(String.join(", ", job.needIds()));
        }
        text.append('\n');
        legs(job).forEach(leg -> text.append("      ").append(leg).append('\n'));
        inside(job).forEach(line -> text.append("      · ").append(line).append('\n'));
    }

    private static List<String> inside(Job job) {
        return switch (job) {
            case StepJob steps -> steps.steps().stream().map(Step::title).toList();
            case CallJob call -> {
                List<String> lines =
                        new ArrayList<>(List.of("Call " + call.uses().source()));
                call.called().stream()
                        .flatMap(workflow -> workflow.jobs().stream())
                        .forEach(inner -> lines.add(call.id() + " / " + inner.id()));
                yield lines;
            }
        };
    }

    /** The same for programs. */
    List<Map<String, Object>> jobs() {
        List<Map<String, Object>> rows = new ArrayList<>();
        stages().forEach((stage, jobs) -> jobs.forEach(job -> {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("job", job.id());
            row.put("stage", stage);
            row.put("needs", job.needIds());
            row.put("legs", legs(job));
            rows.add(row);
        }));
        return rows;
    }

    /** Names of the legs; a matrix that other jobs make is not known before they have run. */
    private List<String> legs(Job job) {
        if (job.strategy().isEmpty()) {
            return List.of();
        }
        try {
            return Planner.legs(plan, job, Value.Mapping.EMPTY).stream()
                    .filter(matrix::takes)
                    .map(Leg::displayName)
                    .toList();
        } catch (Problem later) {
            return List.of("(its matrix is known when " + String.join(", ", job.needIds()) + " has ended)");
        }
    }

    /** Jobs by the length of the longest way to them. */
    private Map<Integer, List<Job>> stages() {
        Map<String, Integer> stage = new HashMap<>();
        Map<Integer, List<Job>> stages = new java.util.TreeMap<>();
        plan.workflow()
                .jobs()
                .forEach(job -> stages.computeIfAbsent(stage(job, stage), _ -> new ArrayList<>())
                        .add(job));
        return stages;
    }

    private int stage(Job job, Map<String, Integer> known) {
        Integer found = known.get(job.id());
        if (found == null) {
            found = plan.workflow().needs(job).stream()
                    .mapToInt(need -> stage(need, known) + 1)
                    .max()
                    .orElse(0);
            known.put(job.id(), found);
        }
        return found;
    }
}
