package dev.slipway.server.rollout;

import dev.slipway.delivery.gate.GateFacts;
import dev.slipway.delivery.port.MetricSource;
import dev.slipway.delivery.port.Platform;
import dev.slipway.delivery.release.Release;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.kernel.Digest;
import dev.slipway.server.release.ReleaseMaker;
import dev.slipway.server.web.Events;
import dev.slipway.store.Database;
import dev.slipway.store.rollout.Environments;
import dev.slipway.store.rollout.Rollouts;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A project's environment, and control planes that come and go over its database, its instances and its edge. */
final class RolloutHouse implements AutoCloseable {

    static final String ENVIRONMENT = "production";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofSeconds(1);

    final RoundEdge edge = new RoundEdge();
    final Crashes crashes = new Crashes();
    final Map<String, GateFacts.CheckResult> checks = new ConcurrentHashMap<>();
    final Database database;
    volatile Tags tags = Tags.NONE;
    volatile MetricSource metrics = (_, _, _, _) -> new double[0];

    final SmallRepository sources = new SmallRepository();
    private final Books books;
    private final String project;
    private final Digest artifact;
    private final Supplier<? extends Platform> platforms;
    private volatile Duration ahead = Duration.ZERO;
    private final InstantSource clock = () -> Instant.now().plus(ahead);
    private long epoch;
    private @Nullable Plane plane;
    private @Nullable Crash last;

    /**
     * @param artifact of every release
     * @param platforms gives each control plane its platform over the same instances
     */
    RolloutHouse(Database database, String project, Digest artifact, Supplier<? extends Platform> platforms) {
        this.database = database;
        this.project = project;
        this.artifact = artifact;
        this.platforms = platforms;
        this.books = Books.of(database);
    }

    /** One control plane, from its start to its end. */
    private record Plane(
            RolloutEngine engine, Commands commands, Platform platform, ReleaseMaker maker, LateTags lateTags) {
        void end() {
            engine.close();
            if (platform instanceof AutoCloseable closeable && !(platform instanceof ServingPlatform)) {
                try {
                    closeable.close();
                } catch (Exception e) {
                    throw new IllegalStateException("the platform could not be left", e);
                }
            }
        }
    }

    /** What somebody does when a control plane finds the rollout in a state, before it goes on with it. */
    record Step(RolloutState at, Act act) {}

    /** See {@link Step}. */
    @FunctionalInterface
    interface Act {
        void on(RolloutHouse house, Rollout rollout);
    }

    /** Begins a control plane over what the earlier ones left; it does nothing by itself before {@link #start}. */
    void boot(Crashes.Life life) {
        if (plane != null) {
            plane.end();
        }
        long own = ++epoch;
        Platform platform = platforms.get();
        Parts parts = new Parts(
                new CrashingPlatform(life, platform),
                new CrashingTraffic(life, edge),
                Vault.EMPTY,
                () -> own,
                clock,
                metrics);
        Plans plans = new Plans(books);
        Trail trail = new CrashingTrail(life, clock);
        Clerk clerk = new Clerk(books, plans, trail, new Events(), clock);
        Gatehouse gatehouse = new Gatehouse(books, plans, (_, _) -> checks, Reports.NONE, this::tagsOf, clock);
        RolloutEngine engine = new RolloutEngine(parts, books, plans, clerk, gatehouse);
        Commands commands = new Commands(books, plans, clerk, gatehouse, trail, Vault.EMPTY, clock);
        ReleaseMaker maker = new ReleaseMaker(books, sources, (_, _) -> checks, clerk, trail, clock, engine.previews());
        plane = new Plane(engine, commands, platform, maker, new LateTags(books, plans, clerk));
    }

    /** Begins a control plane that nothing ends, and lets it work. */
    void work() {
        boot(crashes.immortal());
        start();
    }

    void start() {
        live().engine().start();
    }

    /** The commit has been built: the present control plane makes what there is to make of it. */
    Optional<Release> built(String ref, String commit) {
        return live().maker().consider(new ReleaseMaker.Candidate(project, commit, ref, "ada"));
    }

    private Set<String> tagsOf(String of, String commit) {
        return tags.of(of, commit);
    }

    /** The release's commit has this tag from now on. */
    void tag(Release release, String name) {
        String ref = "refs/tags/" + name;
        Tags before = tags;
        tags = (of, commit) -> commit.equals(release.commit()) ? Set.of(ref) : before.of(of, commit);
        live().lateTags().came(project, ref, release.commit());
    }

    Previews previews() {
        return live().engine().previews();
    }

    Commands commands() {
        return live().commands();
    }

    /** From now on it is later by this. */
    void pass(Duration time) {
        ahead = ahead.plus(time);
    }

    /** A release of its own under the configuration. */
    Release release(String version, String config) {
        TreeMap<String, Digest> artifacts = new TreeMap<>(Map.of("web", artifact));
        String commit = Digest.of(project + version).hex().substring(0, 40);
        Digest configDigest = Digest.of(config);
        Release draft = new Release(
                "",
                project,
                commit,
                "refs/heads/main",
                "ada",
                "ada",
                "version " + version,
                artifacts,
                configDigest,
                Release.digestOf(commit, artifacts, configDigest),
                clock.instant());
        return database.transaction(sql -> books.releases().create(sql, draft, config));
    }

    /** Asks the present control plane for the release. */
    Rollout deploy(Release release) {
        return commands().deploy(project, ENVIRONMENT, Optional.of(release.id()), new Commands.Word("ada", ""));
    }

    /** Asks one control plane after the other until one has taken it, as a person would. */
    Rollout deployThroughCrashes(Release release) {
        while (true) {
            boot(crashes.mortal());
            Optional<Rollout> taken = underWay(release);
            if (taken.isPresent()) {
                return taken.get();
            }
            try {
                return deploy(release);
            } catch (Crash e) {
                last = e;
            }
        }
    }

    /** Asks the present control plane for what served before. */
    Rollout rollback() {
        return commands().rollback(project, ENVIRONMENT, new Commands.Word("ada", ""));
    }

    /** Asks the present control plane for other instances of what serves. */
    Rollout restart(Optional<String> instance) {
        return commands()
                .restart(project, ENVIRONMENT, Optional.empty(), instance, new Commands.Word("ada", "it hangs"));
    }

    private Optional<Rollout> underWay(Release release) {
        return database.read(sql -> books.rollouts().active(sql, project, ENVIRONMENT)).stream()
                .filter(rollout -> rollout.release().equals(release.id()))
                .findFirst();
    }

    /** Begins a new control plane each time one has crashed, until the rollout is over. */
    void liveUntilOver(Rollout rollout, List<Step> story) throws InterruptedException {
        Deque<Step> left = new ArrayDeque<>(story);
        while (!now(rollout).state().isTerminal()) {
            Crashes.Life life = crashes.mortal();
            boot(life);
            if (act(rollout, left)) {
                start();
            }
            if (!endsOrFindsItOver(life, rollout)) {
                throw new AssertionError(
                        "no control plane gets on with " + now(rollout) + ", left to do: " + left, last);
            }
        }
        if (!left.isEmpty()) {
            throw new AssertionError("the rollout never came to " + left);
        }
        work();
    }

    /** The life before may have ended in one thread while another one was committing the last transition. */
    private boolean endsOrFindsItOver(Crashes.Life life, Rollout rollout) throws InterruptedException {
        for (Duration waited = Duration.ZERO; waited.compareTo(PATIENCE) < 0; waited = waited.plus(LOOK)) {
            if (life.endsWithin(LOOK) || now(rollout).state().isTerminal()) {
                return true;
            }
        }
        return false;
    }

    /** Returns false when the control plane has crashed over it. */
    private boolean act(Rollout rollout, Deque<Step> left) {
        Step next = left.peek();
        Rollout found = now(rollout);
        if (next == null || next.at() != found.state()) {
            return true;
        }
        try {
            next.act().on(this, found);
            left.remove();
            return true;
        } catch (Crash e) {
            last = e;
            if (now(rollout).state() != found.state()) {
                left.remove();
            }
            return false;
        }
    }

    /** Waits until the rollout is there. */
    void reach(Rollout rollout, RolloutState state) {
        Awaitility.await().atMost(PATIENCE).until(() -> now(rollout).state() == state);
    }

    Rollout now(Rollout rollout) {
        return database.read(sql -> books.rollouts().get(sql, rollout.id()));
    }

    List<Rollouts.Moment> timeline(Rollout rollout) {
        return database.read(sql -> books.rollouts().timeline(sql, rollout.id()));
    }

    Release newest() {
        return database.read(sql -> books.releases().ofProject(sql, project, 1)).getFirst();
    }

    Environments.Serving serving() {
        return database.read(sql -> books.environments().find(sql, project, ENVIRONMENT))
                .orElseThrow();
    }

    /** The releases that get requests. */
    List<String> routed() {
        return edge.route(project + ":" + ENVIRONMENT + ":web").stream()
                .flatMap(route -> route.pools().stream())
                .filter(pool -> pool.weight() > 0)
                .map(pool -> pool.release())
                .toList();
    }

    List<String> running() {
        return live().platform().instances().stream()
                .map(instance -> instance.release() + " " + instance.state() + " " + instance.restarts())
                .toList();
    }

    Platform platform() {
        return live().platform();
    }

    private Plane live() {
        return java.util.Objects.requireNonNull(plane, "nothing was booted");
    }

    /** Ends the last control plane, and all instances. */
    @Override
    public void close() {
        Plane last = live();
        last.engine().close();
        last.platform().instances().forEach(instance -> last.platform().stop(instance.name()));
        Trials.awaitEmpty(last.platform());
        last.end();
        edge.remove(project + ":" + ENVIRONMENT + ":web", epoch);
    }
}
