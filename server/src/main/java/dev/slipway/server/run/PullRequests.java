package dev.slipway.server.run;

import dev.slipway.actions.event.Event;
import dev.slipway.server.git.PullRefs;
import dev.slipway.server.project.Hook;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts what pull requests of a connected repository start. {@code pull_request} runs the merge of both sides; what it
 * runs is written in that merge when a member offers it, and in the branch it goes to when a stranger does.
 * {@code pull_request_target} runs that branch itself, as its members wrote it.
 */
public final class PullRequests {

    private static final Logger LOG = LoggerFactory.getLogger(PullRequests.class);

    private final RunEngine engine;
    private final RunSources sources;
    private final PullRefs refs;
    private final Function<String, Optional<String>> remotes;

    /** @param remotes address of a project's remote */
    public PullRequests(
            RunEngine engine, RunSources sources, PullRefs refs, Function<String, Optional<String>> remotes) {
        this.engine = engine;
        this.sources = sources;
        this.refs = refs;
        this.remotes = remotes;
    }

    /**
     * A forge has said something.
     *
     * @throws dev.slipway.kernel.Problem when the commits cannot be had; the forge may deliver it again
     */
    public void onHook(Hook hook) {
        PullHook.of(hook).ifPresent(pull -> {
            if (!pull.open()) {
                refs.close(hook.project(), pull.number());
            }
            remotes.apply(hook.project()).ifPresent(address -> onHook(hook.project(), address, pull));
        });
    }

    private void onHook(String project, String address, PullHook pull) {
        PullRefs.Brought brought = refs.bring(
                new PullRefs.Wanted(project, address, pull.remoteRef(), pull.number(), pull.base(), pull.open()));
        if (brought.head().equals(pull.head())) {
            start(project, pull, brought);
        } else {
            LOG.info("pull request {} of {} has moved on since", pull.number(), project);
        }
    }

    private void start(String project, PullHook pull, PullRefs.Brought brought) {
        boolean aside = !pull.base().equals(sources.defaultBranch(project));
        PullFacts target = new PullFacts(pull.number(), brought.base(), false, brought.head(), pull.base(), aside);
        engine.onEvent(
                project,
                event(project, "pull_request_target", "refs/heads/" + pull.base(), brought.base(), pull, brought),
                target);
        brought.merge().ifPresent(merge -> {
            String definition = pull.fork() ? brought.base() : merge;
            PullFacts facts = new PullFacts(pull.number(), definition, pull.fork(), brought.head(), pull.base(), aside);
            String ref = PullRefs.mergeRef(pull.number());
            engine.onEvent(project, event(project, "pull_request", ref, merge, pull, brought), facts);
        });
    }

    private Event event(
            String project, String name, String ref, String commit, PullHook pull, PullRefs.Brought brought) {
        Optional<List<String>> changed =
                brought.merge().flatMap(merge -> sources.changedPaths(project, Optional.of(brought.base()), merge));
        return new Event(
                name,
                Optional.of(pull.action()),
                ref,
                commit,
                Optional.empty(),
                Optional.of(pull.base()),
                Optional.of(pull.headRef()),
                pull.actor(),
                changed,
                pull.payload(),
                Map.of());
    }
}
