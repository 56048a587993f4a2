package dev.slipway.server.rollout;

import dev.slipway.delivery.gate.Reviewer;
import dev.slipway.delivery.instance.InstanceState;
import dev.slipway.delivery.instance.InstanceStatus;
import dev.slipway.delivery.port.Platform;
import dev.slipway.delivery.release.Release;
import dev.slipway.delivery.rollout.Renewals;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutPlan;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.kernel.Problem;
import dev.slipway.server.git.History;
import dev.slipway.store.account.TeamRows;
import dev.slipway.store.rollout.Environments.Serving;
import dev.slipway.store.rollout.Preview;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers questions about environments and rollouts; changes nothing. */
public final class Overview {

    private static final Logger LOG = LoggerFactory.getLogger(Overview.class);
    private static final Set<RolloutState> MOVING = EnumSet.of(
            RolloutState.SHIFTING,
            RolloutState.PROMOTED,
            RolloutState.FINISHING,
            RolloutState.ROLLING_BACK,
            RolloutState.CHECKING_ROLLBACK);

    private final Books books;
    private final Plans plans;
    private final Gatehouse gatehouse;
    private final Platform platform;
    private final Forecast forecast;

    public Overview(Books books, Plans plans, Gatehouse gatehouse, Platform platform, History history, Vault vault) {
        this.books = books;
        this.plans = plans;
        this.gatehouse = gatehouse;
        this.platform = platform;
        this.forecast = new Forecast(books, plans, gatehouse, history, new ServedSecrets(books, vault));
    }

    /**
     * One environment as it stands.
     *
     * @param rollout that is under way or waits; of several the newest
     * @param state of that rollout
     * @param last that ended
     */
    public record EnvironmentView(
            String name,
            Optional<String> release,
            Optional<Instant> since,
            String health,
            Optional<String> rollout,
            Optional<String> state,
            Optional<LastRollout> last,
            List<InstanceStatus> instances,
            List<String> hosts) {}

    /** The rollout of an environment that ended last, with how and why it ended. */
    public record LastRollout(
            String id, String release, RolloutState state, String reason, String requestedBy, Instant finishedAt) {

        static LastRollout of(Rollout rollout) {
            return new LastRollout(
                    rollout.id(),
                    rollout.release(),
                    rollout.state(),
                    rollout.reason(),
                    rollout.requestedBy(),
                    rollout.finishedAt().orElse(rollout.stateSince()));
        }
    }

    public Release release(String id) {
        return plans.release(id).release();
    }

    /** The one that would be deployed where none is named; what was made for a preview never is. */
    public Optional<Release> newest(String project) {
        return books.database().read(sql -> books.releases().newest(sql, project));
    }

    /** Newest first. */
    public List<Release> releases(String project, int limit) {
        return books.database().read(sql -> books.releases().ofProject(sql, project, limit));
    }

    /**
     * With all that can be asked about each, newest first.
     *
     * @param environment only of this one, which must exist
     */
    public List<RolloutView> rollouts(String project, Optional<String> environment, int limit) {
        environment.ifPresent(name -> plans.requireEnvironment(project, name));
        return books
                .database()
                .read(sql -> environment
                        .map(name -> books.rollouts().ofEnvironment(sql, project, name, limit))
                        .orElseGet(() -> books.rollouts().ofProject(sql, project, limit)))
                .stream()
                .map(this::view)
                .toList();
    }

    /** As a list shows them, newest first: without gates, approvals, evidence and timeline. */
    public List<RolloutView> brief(String project, int limit) {
        return books.database().read(sql -> books.rollouts().ofProject(sql, project, limit)).stream()
                .map(rollout ->
                        RolloutView.of(rollout, readable(rollout), List.of(), List.of(), Optional.empty(), List.of()))
                .toList();
    }

    public RolloutView rollout(String id) {
        return view(find(id));
    }

    private RolloutView view(Rollout rollout) {
        String id = rollout.id();
        Optional<RolloutPlan> plan = readable(rollout);
        return books.database()
                .read(sql -> RolloutView.of(
                        rollout,
                        plan,
                        rollout.state().isWaiting()
                                ? plan.map(known -> gatehouse.look(rollout, known))
                                        .orElse(List.of())
                                : books.rollouts().gates(sql, id),
                        books.approvals().of(sql, id),
                        books.rollouts().judgement(sql, id),
                        books.rollouts().timeline(sql, id)));
    }

    /** A release that can no longer be read hides nothing of the others, nor that there was a rollout of it. */
    private Optional<RolloutPlan> readable(Rollout rollout) {
        try {
            return Optional.of(plans.plan(rollout));
        } catch (Problem e) {
            if (e.kind() == Problem.Kind.UNAVAILABLE) {
                throw e;
            }
            LOG.warn("rollout {} is shown without its stages: {}", rollout.id(), e.message());
            return Optional.empty();
        }
    }

    /** Rollouts that just now change which instances get requests, or wait for requests that run. */
    public List<String> movingTraffic() {
        return books.database().read(books.rollouts()::active).stream()
                .filter(rollout -> MOVING.contains(rollout.state()))
                .map(Rollout::id)
                .toList();
    }

    /**
     * What one person can do for a rollout that waits.
     *
     * @param refusal why their approval would not count; absent when it would
     * @param openPoints points of the checklist that nobody has confirmed
     */
    public record ReviewView(Optional<String> refusal, List<String> openPoints) {}

    /** The rollout's review as this person sees it; nothing to do when it does not wait. */
    public ReviewView review(String id, String who) {
        Rollout rollout = find(id);
        if (!rollout.state().isWaiting()) {
            return new ReviewView(Optional.empty(), List.of());
        }
        RolloutPlan plan = plans.plan(rollout);
        Reviewer reviewer = new Reviewer(who, books.database().read(sql -> TeamRows.of(sql, who)));
        return new ReviewView(gatehouse.refusal(rollout, plan, reviewer), gatehouse.openPoints(rollout, plan));
    }

    /** What a deploy would change; without a release named, one of the project's newest. */
    public Forecast.PlanView plan(String project, String environment, Optional<String> release, String who) {
        return forecast.plan(project, environment, release, who);
    }

    /** The stored rollout. */
    public Rollout find(String id) {
        return books.database().read(sql -> books.rollouts().get(sql, id));
    }

    /** The rollout judged again from what was stored of it; of its looks at most this many are shown. */
    public Replay.View replay(String id, int limit) {
        Rollout rollout = find(id);
        RolloutPlan plan = plans.plan(rollout);
        return books.database()
                .read(sql -> Replay.of(
                        rollout,
                        plan,
                        books.looks().of(sql, id),
                        books.looks().answers(sql, id),
                        books.rollouts().judgement(sql, id),
                        limit));
    }

    public List<RolloutView.LookView> looks(String id) {
        return books.database().read(sql -> books.looks().of(sql, id)).stream()
                .map(RolloutView.LookView::of)
                .toList();
    }

    /** All environments that the project's newest release names, and those that still serve something. */
    public List<EnvironmentView> environments(String project) {
        List<Serving> servings =
                books.database().read(sql -> books.environments().ofProject(sql, project));
        return plans.environments(project).stream()
                .map(name -> environment(
                        project,
                        name,
                        servings.stream()
                                .filter(serving -> serving.name().equals(name))
                                .findFirst()))
                .toList();
    }

    /** The environments of previews, with what is known of each. */
    public List<PreviewView> previews(List<Preview> present) {
        return present.stream()
                .map(preview -> new PreviewView(
                        preview,
                        environment(
                                preview.project(),
                                preview.name(),
                                books.database()
                                        .read(sql ->
                                                books.environments().find(sql, preview.project(), preview.name())))))
                .toList();
    }

    /** A preview with its environment as it stands. */
    public record PreviewView(Preview preview, EnvironmentView environment) {}

    private EnvironmentView environment(String project, String name, Optional<Serving> serving) {
        List<InstanceStatus> instances = platform.instances().stream()
                .filter(instance -> instance.project().equals(project)
                        && instance.environment().equals(name))
                .toList();
        Optional<Rollout> rollout = books
                .database()
                .read(sql -> books.rollouts().active(sql, project, name))
                .stream()
                .reduce((_, newer) -> newer);
        Optional<String> release = serving.flatMap(Serving::release);
        return new EnvironmentView(
                name,
                release,
                serving.flatMap(Serving::since),
                health(release, instances),
                rollout.map(Rollout::id),
                rollout.map(found -> found.state().name()),
                books.database()
                        .read(sql -> books.rollouts().lastEnded(sql, project, name))
                        .map(LastRollout::of),
                instances,
                release.map(id -> hosts(id, name)).orElse(List.of()));
    }

    private List<String> hosts(String release, String environment) {
        Side side = new Side(plans.side(release, environment), Map.of(), Renewals.NONE);
        return side.of().config().services().keySet().stream()
                .flatMap(service -> Router.hosts(side, service).stream())
                .toList();
    }

    private static String health(Optional<String> release, List<InstanceStatus> instances) {
        if (release.isEmpty()) {
            return "none";
        }
        List<InstanceStatus> serving = instances.stream()
                .filter(instance -> instance.release().equals(release.get()))
                .toList();
        long healthy = serving.stream()
                .filter(instance -> instance.state() == InstanceState.HEALTHY)
                .count();
        if (healthy == 0) {
            return "unhealthy";
        }
        return healthy == serving.size() ? "healthy" : "degraded";
    }
}
