package dev.slipway.actions.workflow;

import dev.slipway.actions.expression.Condition;
import dev.slipway.actions.expression.Template;
import dev.slipway.actions.expression.Tree;
import dev.slipway.kernel.Position;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One job as written, before its matrix is expanded.
 *
 * @param needs ids of the jobs that come first
 * @param runsOn labels of the host: a text, a sequence, or a mapping with group and labels
 * @param env a mapping of names to texts
 * @param outputs by name, evaluated when the job has ended
 * @param timeoutMinutes 360 where nothing is written
 * @param continueOnError whether the run may succeed although this job fails
 */
public record Job(
        String id,
        Position position,
        Optional<Template> name,
        List<String> needs,
        Condition condition,
        Optional<Strategy> strategy,
        Tree runsOn,
        Tree env,
        RunDefaults defaults,
        Map<String, Template> outputs,
        Optional<Template> timeoutMinutes,
        Optional<Template> continueOnError,
        Optional<Concurrency> concurrency,
        Optional<EnvironmentReference> environment,
        Optional<Permissions> permissions,
        List<Step> steps) {

    public Job {
        needs = List.copyOf(needs);
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
        steps = List.copyOf(steps);
    }
}
