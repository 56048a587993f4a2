package dev.slipway.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.actions.event.Event;
import dev.slipway.actions.plan.Conclusion;
import dev.slipway.actions.plan.JobResult;
import dev.slipway.actions.plan.Move;
import dev.slipway.actions.plan.Planner;
import dev.slipway.actions.plan.Progress;
import dev.slipway.actions.plan.Scheduler;
import dev.slipway.actions.workflow.Workflow;
import dev.slipway.actions.workflow.WorkflowReader;
import dev.slipway.runner.JobOutcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LegEndTest {

    private static final Workflow WORKFLOW =
            WorkflowReader.read("ci.yml", """
                    on: push
                    jobs:
                      a: {runs-on: x, steps: [{run: make}]}
                      b: {runs-on: x, steps: [{run: make}]}
                    """).workflow().orElseThrow();

    @Test
    void outputsBeyondTheLimitOfTheRun_areNotKept_andTheJobFails() {
        Event event = Event.push("refs/heads/main", "c0ffee", "0", "ada", List.of());
        Progress progress = Progress.start(Planner.plan(WORKFLOW, event, Map.of(), Map.of()));
        Move.Expand first = (Move.Expand) Scheduler.next(progress).getFirst();
        Map<String, String> large = Map.of("it", "x".repeat((int) (Progress.MOST_OUTPUT_BYTES / 2)));
        Progress full = progress.apply(first)
                .ended(first.legs().getFirst(), new JobResult(Conclusion.SUCCESS, Map.of("it", "x".repeat(100))));
        JobOutcome outcome =
                new JobOutcome(Conclusion.SUCCESS, large, List.of(), List.of(), "", List.of(), Optional.empty());

        LegEnd whole = new LegEnd(new JobResult(Conclusion.SUCCESS, large), Optional.of(outcome), "");
        LegEnd end = whole.within(full);

        assertThat(end.result()).isEqualTo(JobResult.of(Conclusion.FAILURE));
        assertThat(end.outcome().orElseThrow().outputs()).isEmpty();
        assertThat(end.reason()).contains("outputs of all jobs of this run");
        LegEnd small = new LegEnd(new JobResult(Conclusion.SUCCESS, Map.of("it", "x")), Optional.of(outcome), "");
        assertThat(small.within(full)).isSameAs(small);
    }
}
