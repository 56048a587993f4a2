package dev.slipway.actions.workflow;

import dev.slipway.actions.expression.Condition;
import dev.slipway.actions.expression.Template;
import dev.slipway.kernel.Position;
import java.util.List;
import java.util.Optional;

/** One job as written, before its matrix is expanded: either steps of its own, or a call of another workflow. */
public sealed interface Job permits StepJob, CallJob {

    /** The key under {@code jobs}. */
    String id();

    /** Where its key is written. */
    Position position();

    Optional<Template> name();

    /** Jobs that come first. */
    List<Need> needs();

    /** The ids of these. */
    default List<String> needIds() {
        return needs().stream().map(Need::job).distinct().toList();
    }

    Condition condition();

    Optional<Strategy> strategy();

    Optional<Concurrency> concurrency();

    Optional<Permissions> permissions();

    Optional<CacheMode> cacheMode();
}
