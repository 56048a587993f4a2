package dev.slipway.server.rollout;

import dev.slipway.delivery.config.ConfigDiff;
import dev.slipway.delivery.gate.GateStatus;
import dev.slipway.delivery.instance.InstanceState;
import dev.slipway.delivery.instance.InstanceStatus;
import dev.slipway.delivery.port.Platform;
import dev.slipway.delivery.release.Release;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutPlan;
import dev.slipway.kernel.Problem;
import dev.slipway.server.git.Commit;
import dev.slipway.server.git.History;
import dev.slipway.store.rollout.Environments.Serving;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Answers questions about environments and rollouts; changes nothing. */
public final class Overview {

    private static final int MOST_COMMITS = 100;

    private final Books books;
    private final Plans plans;
    private final Gatehouse gatehouse;
    private final Platform platform;
    private final History history;

    public Overview(Books books, Plans plans, Gatehouse gatehouse, Platform platform, History history) {
        this.books = books;
        this.plans = plans;
        this.gatehouse = gatehouse;
        this.platform = platform;
        this.history = history;
    }

    /** One environment as it stands. */
    public record EnvironmentView(
            String name,
            Optional<String> release,
            Optional<Instant> since,
            String health,
            Optional<String> rollout,
            Optional<String> state,
            List<InstanceStatus> instances,
            List<String> hosts) {}

    /** What a deploy would change. */
    public record PlanView(
            String release,
            Optional<String> from,
            String environment,
            String strategy,
            List<CommitView> commits,
            List<ConfigDiff.Change> configDiff,
            List<String> migrations,
            List<GateStatus> gates,
            List<String> warnings) {}

    /** A commit in a list. */
    public record CommitView(String commit, String title, String author) {}

    public Release release(String id) {
        return plans.release(id).release();
    }

    /** Newest first. */
    public List<Release> releases(String project, int limit) {
        return books.database().read(sql -> books.releases().ofProject(sql, project, limit));
    }

    /** Newest first. */
    public List<RolloutView> rollouts(String project, int limit) {
        return books.database().read(sql -> books.rollouts().ofProject(sql, project, limit)).stream()
                .map(rollout ->
                        RolloutView.of(rollout, plans.plan(rollout), List.of(), List.of(), Optional.empty(), List.of()))
                .toList();
    }

    public RolloutView rollout(String id) {
        Rollout rollout = find(id);
        RolloutPlan plan = plans.plan(rollout);
        return books.database()
                .read(sql -> RolloutView.of(
                        rollout,
                        plan,
                        rollout.state().isWaiting() ? gatehouse.look(rollout, plan) : List.of(),
                        books.approvals().of(sql, id),
                        books.rollouts().judgement(sql, id),
                        books.rollouts().timeline(sql, id)));
    }

    /** The stored rollout. */
    public Rollout find(String id) {
        return books.database().read(sql -> books.rollouts().get(sql, id));
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
        Set<String> names = new LinkedHashSet<>();
        releases(project, 1).stream()
                .findFirst()
                .ifPresent(newest -> names.addAll(
                        plans.release(newest.id()).config().environments().keySet()));
        servings.forEach(serving -> names.add(serving.name()));
        return names.stream()
                .map(name -> environment(
                        project,
                        name,
                        servings.stream()
                                .filter(serving -> serving.name().equals(name))
                                .findFirst()))
                .toList();
    }

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
                instances,
                release.map(id -> hosts(id, name)).orElse(List.of()));
    }

    private List<String> hosts(String release, String environment) {
        Side side = new Side(plans.side(release, environment), Map.of());
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

    /**
     * What a deploy would change.
     *
     * @param release absent for the project's newest
     */
    public PlanView plan(String project, String environment, Optional<String> release, String who) {
        String chosen = release.orElseGet(() -> releases(project, 1).stream()
                .findFirst()
                .map(Release::id)
                .orElseThrow(() -> Problem.of(
                        Problem.Kind.NOT_FOUND,
                        "no-release",
                        project + " has no release yet",
                        "push a commit whose workflows succeed")));
        RolloutPlan.Side next = plans.side(chosen, environment);
        Optional<RolloutPlan.Side> serving = books.database()
                .read(sql -> books.environments().find(sql, project, environment))
                .flatMap(Serving::release)
                .map(id -> plans.side(id, environment));
        List<ConfigDiff.Change> changes = serving.map(old -> ConfigDiff.between(old.config(), next.config()))
                .orElse(List.of());
        return new PlanView(
                chosen,
                serving.map(side -> side.release().id()),
                environment,
                next.environment().strategy().word(),
                commits(project, serving, next),
                changes,
                migrations(next),
                gatehouse.preview(next, who),
                warnings(next, serving));
    }

    private List<CommitView> commits(String project, Optional<RolloutPlan.Side> serving, RolloutPlan.Side next) {
        Optional<String> from = serving.map(side -> side.release().commit());
        return history.between(project, from, next.release().commit(), MOST_COMMITS).stream()
                .map(commit -> view(commit))
                .toList();
    }

    private static CommitView view(Commit commit) {
        return new CommitView(commit.id(), commit.title(), commit.author());
    }

    private static List<String> migrations(RolloutPlan.Side next) {
        List<String> words = new ArrayList<>();
        next.services()
                .forEach(service -> service.migrations().ifPresent(migrations -> {
                    if (!migrations.expand().isEmpty()) {
                        words.add(
                                service.name() + " expands before it starts: " + String.join(" ", migrations.expand()));
                    }
                    if (!migrations.contract().isEmpty()) {
                        words.add(service.name() + " contracts after the bake: "
                                + String.join(" ", migrations.contract()));
                    }
                }));
        return words;
    }

    private static List<String> warnings(RolloutPlan.Side next, Optional<RolloutPlan.Side> serving) {
        List<String> words = new ArrayList<>();
        boolean oneWay = next.services().stream()
                .flatMap(service -> service.migrations().stream())
                .anyMatch(migrations -> !migrations.reversible());
        if (oneWay) {
            words.add(
                    "its migration is declared irreversible: if it fails, a person must decide, nothing is rolled back");
        }
        if (serving.isPresent()
                && serving.get().release().createdAt().isAfter(next.release().createdAt())) {
            words.add("it is older than what serves");
        }
        return words;
    }
}
