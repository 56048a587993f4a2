package dev.slipway.runner;

import dev.slipway.actions.action.Action;
import dev.slipway.actions.expression.Condition;
import dev.slipway.actions.expression.Contexts;
import dev.slipway.actions.expression.Status;
import dev.slipway.runner.host.Place;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs the scripts of a JavaScript action on the host's Node.js: before the job, in its place, behind the job. */
final class NodeWork {

    private final StepCall call;
    private final RunningJob job;
    private final ActionFolder folder;
    private final Action.Runs.Node node;
    private final Map<String, String> inputs;

    NodeWork(StepCall call, ActionFolder folder, Action.Runs.Node node, Map<String, String> inputs) {
        this.call = call;
        this.job = call.job();
        this.folder = folder;
        this.node = node;
        this.inputs = new TreeMap<>(inputs);
    }

    /** Runs the main script. The post step is noted first: it runs also when the main script fails. */
    StepEnd main() throws IOException, InterruptedException {
        node.post().ifPresent(script -> job.posts().push(post(script)));
        if (node.pre().isPresent() && !job.hasRunPre(call.step())) {
            job.log()
                    .warning(
                            call.number(),
                            "`pre` execution is not supported for local actions and inside of composite actions: "
                                    + folder.action().file());
        }
        return run(node.main(), call);
    }

    /** Runs the script that goes before all steps of the job. */
    StepEnd pre(String script) throws IOException, InterruptedException {
        return run(script, call);
    }

    private StepEnd run(String script, StepCall at) throws IOException, InterruptedException {
        Place place = job.site().place();
        String file = place.path(folder.script(script));
        String program = place.node();
        StepProgram process = at.program();
        Map<String, String> environment = process.environment();
        inputs.forEach((name, text) -> environment.put(UsesWork.variable(name), text));
        call.effects().state().forEach((name, text) -> environment.put("STATE_" + name, text));
        job.network().tell(environment, place, JobAccess::actions);
        return process.run(List.of(program, file), place.path(job.workspace().work()));
    }

    private PostStep post(String script) {
        boolean continues = call.step()
                .continueOnError()
                .map(template -> template.evaluate(call.contexts()).truthy())
                .orElse(false);
        return new PostStep(
                "Post " + call.title(),
                () -> holds(node.postIf(), job.scope().status()),
                number -> run(script, call.later(number, () -> holds(node.postIf(), Status.CANCELLED))),
                continues);
    }

    private boolean holds(Condition condition, Status status) {
        Contexts contexts = call.level().forStep(call.own(), call.step().key());
        return condition.holds(contexts.with(status));
    }
}
