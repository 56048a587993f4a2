package dev.slipway.actions.workflow;

import dev.slipway.actions.schema.Budget;
import dev.slipway.actions.schema.Fault;
import dev.slipway.actions.schema.Faults;
import dev.slipway.actions.schema.SchemaReader;
import dev.slipway.actions.schema.Source;
import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Position;
import dev.slipway.kernel.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts called workflows into the jobs that call them, after ReusableWorkflowsLoader of actions/runner (MIT): depth first,
 * and not further than the first call that is wrong.
 */
final class CallReader {

    private final ReadOptions options;
    private final Faults faults;
    private final Budget budget;
    private int jobs;

    CallReader(ReadOptions options, Faults faults, Budget budget) {
        this.options = options;
        this.faults = faults;
        this.budget = budget;
    }

    Workflow resolve(Workflow workflow) {
        jobs += workflow.jobs().size();
        return resolve(workflow, Ceiling.NONE.in(workflow), 1);
    }

    private Workflow resolve(Workflow workflow, Ceiling most, int depth) {
        List<Job> resolved = new ArrayList<>();
        for (Job job : workflow.jobs()) {
            resolved.add(
                    switch (job) {
                        case CallJob call
                        when !faults.anyUpTo(Fault.Stage.CALL) ->
                            find(workflow, call)
                                    .flatMap(called -> call(call, called, most, depth))
                                    .orElse(call);
                        case CallJob call -> call;
                        case StepJob steps -> steps;
                    });
        }
        return workflow.withJobs(resolved);
    }

    private Optional<CalledWorkflows.Called> find(Workflow workflow, CallJob call) {
        try {
            return options.calls().find(workflow.file(), reference(call));
        } catch (Problem problem) {
            String hint = problem.hint();
            wrong(problem.code(), call.uses().position(), problem.message(), hint == null ? "" : hint);
            return Optional.empty();
        }
    }

    /** For workflows the root of the commit that runs ({@code $/}) is what {@code ./} says too. */
    private static String reference(CallJob call) {
        String text = call.uses().source();
        return text.startsWith("$/") ? "./" + text.substring(2) : text;
    }

    private Optional<CallJob> call(CallJob call, CalledWorkflows.Called called, Ceiling outer, int depth) {
        if (depth > options.deepestCalls()) {
            wrong(
                    "deep-calls",
                    call.uses().position(),
                    "Nested reusable workflow depth exceeded " + options.deepestCalls() + ".",
                    "call fewer workflows in a row, or break the cycle");
            return Optional.empty();
        }
        Optional<Workflow> read = read(call, called);
        if (read.isEmpty()) {
            return Optional.empty();
        }
        Workflow workflow = read.get();
        Ceiling most = outer.in(call);
        new CallCheck(call, workflow, faults).check();
        new PermissionCheck(call, most.permissions().orElseGet(this::granted), faults).check(workflow);
        most.cacheMode().ifPresent(mode -> new CacheModeCheck(call, mode, faults).check(workflow));
        countJobs(workflow);
        if (faults.anyUpTo(Fault.Stage.CALL)) {
            return Optional.empty();
        }
        return Optional.of(call.calling(resolve(workflow, most.in(workflow), depth + 1)));
    }

    private Optional<Workflow> read(CallJob call, CalledWorkflows.Called called) {
        Faults inner = new Faults(new Source(called.text()));
        Optional<Workflow> workflow = WorkflowReader.one(called.file(), called.text(), inner, budget, options);
        inner.list().forEach(fault -> faults.add(ofCall(call, called, fault)));
        boolean wrong =
                Finding.anyError(inner.list().stream().map(Fault::finding).toList());
        return wrong ? Optional.empty() : workflow;
    }

    /** What all files together have too much of is no fault of the place where the last of them begins. */
    private static Fault ofCall(CallJob call, CalledWorkflows.Called called, Fault fault) {
        Finding finding = fault.finding();
        if (!finding.code().equals(SchemaReader.BUDGET_EXCEEDED)) {
            return new Fault(Fault.Stage.CALL, fault.anchor(), finding);
        }
        Position position = call.uses().position();
        String message = "Error from called workflow " + called.file() + ": " + finding.message();
        return new Fault(
                Fault.Stage.CALL,
                position,
                Finding.error(finding.code(), position, message, "call fewer or smaller workflows"));
    }

    private void countJobs(Workflow workflow) {
        jobs += workflow.jobs().size();
        if (options.mostJobs() > 0 && jobs > options.mostJobs()) {
            wrong(
                    "too-many-jobs",
                    Position.startOf(workflow.file()),
                    "The workflow may not contain more than " + options.mostJobs() + " jobs",
                    "split it into several workflows");
        }
    }

    private Permissions granted() {
        return switch (options.grant()) {
            case WRITE -> new Permissions(Permissions.Base.WRITE_ALL, Map.of());
            case LIMITED_READ -> Permissions.LIMITED_READ;
        };
    }

    private void wrong(String code, Position position, String message, String hint) {
        faults.wrong(Fault.Stage.CALL, code, position, message, hint);
    }
}
