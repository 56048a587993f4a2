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
 * A job with steps.
 *
 * @param runsOn labels of the host: a text, a sequence, or a mapping with group and labels
 * @param container what {@link Container#of} reads once it is evaluated
 * @param services a mapping of host names to containers
 * @param env a mapping of names to texts
 * @param outputs by name, evaluated when the job has ended
 * @param timeoutMinutes 360 where nothing is written
 * @param cancelTimeoutMinutes how long steps may go on behind a cancellation; 5 where nothing is written
 * @param continueOnError whether the run may succeed although this job fails
 */
public record StepJob(
        String id,
        Position position,
        Optional<Template> name,
        List<Need> needs,
        Condition condition,
        Optional<Strategy> strategy,
        Tree runsOn,
        Optional<Tree> container,
        Optional<Tree> services,
        Tree env,
        RunDefaults defaults,
        Map<String, Template> outputs,
        Optional<Template> timeoutMinutes,
        Optional<Template> cancelTimeoutMinutes,
        Optional<Template> continueOnError,
        Optional<Concurrency> concurrency,
        Optional<EnvironmentReference> environment,
        Optional<Permissions> permissions,
        Optional<CacheMode> cacheMode,
        Optional<Snapshot> snapshot,
        List<Step> steps)
        implements Job {

    public StepJob {
        needs = List.copyOf(needs);
        outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
        steps = List.copyOf(steps);
    }
}
