package dev.slipway.server.rollout;

import dev.slipway.delivery.instance.InstanceStatus;
import dev.slipway.delivery.port.Traffic;
import dev.slipway.delivery.release.Release;
import dev.slipway.delivery.rollout.Rollout;
import dev.slipway.delivery.rollout.RolloutState;
import dev.slipway.kernel.Digest;
import dev.slipway.kernel.Problem;
import dev.slipway.platforms.process.ProcessOptions;
import dev.slipway.platforms.process.ProcessPlatform;
import dev.slipway.server.web.Events;
import dev.slipway.store.Database;
import dev.slipway.store.DatabaseAddress;
import dev.slipway.store.rollout.Environments;
import dev.slipway.store.rollout.Rollouts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A project whose releases meet trouble, over real instances and a database of choice. */
final class TroubleHouse implements AutoCloseable {

    static final String PROJECT = "shop";
    static final String ENVIRONMENT = "production";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    final RoundEdge edge = new RoundEdge();
    final Database database;
    final Books books;

    private final Path folder;
    private final Path notes;
    private final Path artifact;
    private final InstantSource clock = InstantSource.system();
    private long epoch;
    private volatile boolean artifactsLost;
    private @Nullable Life life;

    TroubleHouse(Path folder) throws IOException {
        this(folder, DatabaseAddress.of(null, folder.toRealPath()));
    }

    TroubleHouse(Path folder, DatabaseAddress address) throws IOException {
        this.folder = folder.toRealPath();
        this.notes = Files.createDirectories(this.folder.resolve("notes"));
        this.artifact = TinyServices.archive(this.folder.resolve("web.zip"));
        this.database = Database.open(address);
        this.books = Books.of(database);
    }

    /** One control plane, from its start to its end. */
    private record Life(RolloutEngine engine, Commands commands, ProcessPlatform platform) {
        void end() {
            engine.close();
            platform.close();
        }
    }

    /** Begins a control plane over what the earlier ones left. */
    void boot(Trail trail) {
        if (life != null) {
            life.end();
        }
        long own = ++epoch;
        ProcessPlatform platform = new ProcessPlatform(
                folder.resolve("instances"),
                _ -> artifactsLost ? Optional.empty() : Optional.of(artifact),
                TinyServices.plainSeal(),
                clock,
                ProcessOptions.standard(),
                _ -> {});
        Parts parts = new Parts(platform, edge, Vault.EMPTY, () -> own, clock);
        Plans plans = new Plans(books);
        Clerk clerk = new Clerk(books, plans, trail, new Events(), clock);
        Gatehouse gatehouse = new Gatehouse(books, plans, (_, _) -> Map.of(), Reports.NONE, Tags.NONE, clock);
        RolloutEngine engine = new RolloutEngine(parts, books, plans, clerk, gatehouse);
        Commands commands = new Commands(books, plans, clerk, gatehouse, trail, Vault.EMPTY, clock);
        life = new Life(engine, commands, platform);
        engine.start();
    }

    /** A release of its own, for the same archive under another configuration. */
    Release release(String version) throws IOException {
        return release(version, config -> config);
    }

    /** The same with another configuration. */
    Release release(String version, UnaryOperator<String> edit) throws IOException {
        return release(version, edit.apply(config(version)), Digest.of(artifact));
    }

    /** A release of an artifact that was never unpacked. */
    Release untouched(String version) {
        return release(version, config(version), Digest.of("another archive"));
    }

    private Release release(String version, String config, Digest archive) {
        TreeMap<String, Digest> artifacts = new TreeMap<>(Map.of("web", archive));
        String commit = Digest.of(version).hex().substring(0, 40);
        Digest configDigest = Digest.of(config);
        Release draft = new Release(
                "",
                PROJECT,
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

    Rollout deploy(Release release) {
        return live().commands().deploy(PROJECT, ENVIRONMENT, Optional.of(release.id()), new Commands.Word("ada", ""));
    }

    Rollout promote(Rollout rollout) {
        return live().commands().promote(rollout.id(), new Commands.Word("ada", ""));
    }

    Rollout now(Rollout rollout) {
        return database.read(sql -> books.rollouts().get(sql, rollout.id()));
    }

    List<Rollouts.Moment> timeline(Rollout rollout) {
        return database.read(sql -> books.rollouts().timeline(sql, rollout.id()));
    }

    Environments.Serving serving() {
        return database.read(sql -> books.environments().find(sql, PROJECT, ENVIRONMENT))
                .orElseThrow();
    }

    /** From now on no artifact can be found that was not unpacked before. */
    void loseArtifacts() {
        artifactsLost = true;
    }

    /** Where the environment's traffic goes, by instance. */
    List<String> targets() {
        return edge.route(Traffic.key(PROJECT, ENVIRONMENT, "web")).stream()
                .flatMap(route -> route.pools().stream())
                .filter(pool -> pool.weight() > 0)
                .flatMap(pool -> pool.instances().stream())
                .map(Traffic.Target::address)
                .toList();
    }

    /** The instances there are, as the platform sees them. */
    List<InstanceStatus> instances() {
        return live().platform().instances();
    }

    Rollout over(Rollout rollout) {
        Awaitility.await("the end of " + rollout.id())
                .atMost(PATIENCE)
                .ignoreExceptionsMatching(
                        e -> e instanceof Problem problem && problem.kind() == Problem.Kind.UNAVAILABLE)
                .until(() -> now(rollout).state().isTerminal());
        return now(rollout);
    }

    void await(Rollout rollout, RolloutState state) {
        Awaitility.await(rollout.id() + " is " + state)
                .atMost(PATIENCE)
                .until(() -> now(rollout).state() == state);
    }

    /** The process of the last start of an instance of the release. */
    ProcessHandle process(Release release) throws IOException {
        String pid = notes("starts").stream()
                .filter(line -> line.contains("." + release.id() + "."))
                .toList()
                .getLast()
                .split(" ")[1];
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    /** The lines that instances wrote to one of their notes. */
    List<String> notes(String name) throws IOException {
        return Files.readAllLines(notes.resolve(name));
    }

    private String config(String version) {
        return """
            services:
              web:
                artifact: web
                command: [java, -Xshare:auto, -XX:TieredStopAtLevel=1, -cp, ., dev.slipway.server.rollout.TinyService]
                env: {NOTES: "%s", VERSION: "%s"}
                stopGrace: 2s
                health: {path: /health, interval: 100ms, timeout: 2s, healthyAfter: 1, unhealthyAfter: 20}
            environments:
              production:
                strategy:
                  canary:
                    steps:
                      - setWeight: 50
                      - analysis: {interval: 100ms, minimum: 200ms, maximum: 60s}
                      - setWeight: 100
                judge: {minimumRequests: 20, latency: off}
                bake: 300ms
                progressDeadline: 60s
            """.formatted(notes, version);
    }

    private Life live() {
        return java.util.Objects.requireNonNull(life, "nothing was booted");
    }

    @Override
    public void close() {
        Life last = live();
        last.engine().close();
        last.platform().instances().forEach(instance -> last.platform().stop(instance.name()));
        Trials.awaitEmpty(last.platform());
        last.platform().close();
        database.close();
    }
}
