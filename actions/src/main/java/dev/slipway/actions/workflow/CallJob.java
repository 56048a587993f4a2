package dev.slipway.actions.workflow;

import dev.slipway.actions.expression.Condition;
import dev.slipway.actions.expression.Template;
import dev.slipway.actions.expression.Tree;
import dev.slipway.kernel.Position;
import java.util.List;
import java.util.Optional;

/**
 * A job that is another workflow.
 *
 * @param uses path of the other workflow: {@code ./.github/workflows/x.yml}, or {@code owner/repository/path@ref}
 * @param with a mapping of input names to values
 * @param secrets a mapping of names to texts, unless they are inherited
 * @param inheritSecrets whether the other workflow sees all secrets of this one
 * @param cacheMode the most that the other workflow may do with caches
 * @param called the other workflow, once it was read
 */
public record CallJob(
        String id,
        Position position,
        Optional<Template> name,
        List<Need> needs,
        Condition condition,
        Optional<Strategy> strategy,
        Template uses,
        Tree with,
        Tree secrets,
        boolean inheritSecrets,
        Optional<Concurrency> concurrency,
        Optional<Permissions> permissions,
        Optional<CacheMode> cacheMode,
        Optional<Workflow> called)
        implements Job {

    public CallJob {
        needs = List.copyOf(needs);
    }

    /** The same with the workflow that it calls. */
    CallJob calling(Workflow workflow) {
        return new CallJob(
                id,
                position,
                name,
                needs,
                condition,
                strategy,
                uses,
                with,
                secrets,
                inheritSecrets,
                concurrency,
                permissions,
                cacheMode,
                Optional.of(workflow));
    }

    /** True for a workflow of the same repository. */
    public boolean isLocal() {
        return uses.source().startsWith("./");
    }
}
