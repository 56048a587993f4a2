package dev.slipway.server.run;

import static org.awaitility.Awaitility.await;

import dev.slipway.actions.run.RunTable;
import dev.slipway.kernel.Ids;
import dev.slipway.kernel.Problem;
import dev.slipway.runner.JobRunner;
import dev.slipway.runner.artifact.DiskArtifactStore;
import dev.slipway.runner.cache.DiskCacheStore;
import dev.slipway.runner.host.RunnerHost;
import dev.slipway.runner.wall.AccountRange;
import dev.slipway.runner.wall.Isolation;
import dev.slipway.runner.wall.Walls;
import dev.slipway.server.account.Accounts;
import dev.slipway.server.action.ActionOrigin;
import dev.slipway.server.action.ActionRepositories;
import dev.slipway.server.git.Checkouts;
import dev.slipway.server.git.History;
import dev.slipway.server.git.JobKeys;
import dev.slipway.server.git.PullRefs;
import dev.slipway.server.git.Push;
import dev.slipway.server.git.RemotePolicy;
import dev.slipway.server.git.Repositories;
import dev.slipway.server.git.Trees;
import dev.slipway.server.identity.Identity;
import dev.slipway.server.release.CommitGates;
import dev.slipway.server.release.CommitSources;
import dev.slipway.server.release.EnvironmentRules;
import dev.slipway.server.release.RunChecks;
import dev.slipway.server.results.Results;
import dev.slipway.server.rollout.Books;
import dev.slipway.server.rollout.Plans;
import dev.slipway.server.rollout.Reports;
import dev.slipway.server.secret.Keyring;
import dev.slipway.server.web.Events;
import dev.slipway.store.Database;
import dev.slipway.store.DatabaseAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The engine over a real repository and a real database, which survive it. */
final class RunHouse implements AutoCloseable {

    static final String PROJECT = "shop";

    final Map<String, String> secrets = new HashMap<>();
    final List<RunFinished> finished = new CopyOnWriteArrayList<>();
    /** Who may read whom: the read project, then whose jobs read it. */
    final Set<List<String>> grants = ConcurrentHashMap.newKeySet();

    Database database;
    RunQueries queries;
    CommitSources commits;
    RunEngine engine;
    Reruns reruns;
    Schedules schedules;
    JobReviews reviews;
    Optional<String> delivery = Optional.empty();

    private final Path folder;
    private final Path work;
    private final InstantSource clock;
    private final Repositories repositories;
    private final JobLogs logs;
    private JobGates gates;
    private final DatabaseAddress address;
    private @Nullable RunLedger ledger;
    private Walls walls = Walls.none();
    private int pushes;

    RunHouse(Path folder, InstantSource clock) throws IOException {
        this(folder, clock, DatabaseAddress.of(null, Files.createDirectories(folder)));
    }

    RunHouse(Path folder, InstantSource clock, DatabaseAddress address) throws IOException {
        this.folder = Files.createDirectories(folder).toRealPath();
        this.clock = clock;
        this.work = Files.createDirectories(this.folder.resolve("clone"));
        this.repositories = new Repositories(this.folder.resolve("repos"));
        this.address = address;
        this.logs = new JobLogs(this.folder.resolve("logs"));
        repositories.create(PROJECT, "main");
        git("init", "--quiet", "-b", "main");
        Files.createDirectories(this.folder.resolve("keys"));
        boot();
    }

    /**
     * Makes another engine over what is there, as a restarted server does. The one that was can write no more, as when it
     * had died: it hears of the end of its processes.
     */
    void boot() {
        GitSources sources = sources();
        RunSettings settings = new RunSettings() {
            @Override
            public Map<String, String> secrets(String project, Optional<String> environment) {
                if (environment.equals(Optional.of("vault"))) {
                    throw Problem.of(Problem.Kind.DENIED, "environment-protected", "the vault has gates", null);
                }
                return secrets;
            }

            @Override
            public Map<String, String> variables(String project, Optional<String> environment) {
                return Map.of("WHERE", environment.orElse("nowhere"));
            }
        };
        if (ledger != null) {
            ledger.close();
            ledger.database().close();
        }
        database = Database.open(address);
        DiskArtifactStore artifacts = new DiskArtifactStore(folder.resolve("artifacts"), Duration.ofDays(90), clock);
        commits = new CommitSources(
                database, new Trees(repositories), new History(repositories), new Accounts(database, clock), artifacts);
        gates = gates();
        queries = new RunQueries(database, logs, gates);
        ledger = new RunLedger(database, new Events(), RunWitness.NONE, clock);
        ActionRepositories actions = new ActionRepositories(
                folder.resolve("actions"),
                ActionOrigin.of(Optional.of(folder.resolve("mirror").toString()), "none")
                        .serving(folder.resolve("repos")));
        RunPlans plans = new RunPlans(sources, settings, actions, "http://127.0.0.1", Duration.ofDays(90));
        DiskCacheStore caches = new DiskCacheStore(folder.resolve("caches"), 1 << 30, clock);
        LegRunner legs = new LegRunner(
                new JobRunner(
                        RunnerHost.of("test", folder.resolve("work"), System.getenv())
                                .behind(walls),
                        clock),
                sources,
                settings,
                artifacts,
                caches,
                logs,
                ledger,
                new JobServices(
                        new Results(folder.resolve("staging"), artifacts, caches, clock),
                        new Identity(
                                folder.resolve("keys"),
                                Keyring.open(folder.resolve("keys"), null),
                                "http://127.0.0.1:1",
                                clock),
                        new JobKeys(),
                        CompletableFuture.completedFuture(new JobServices.Entrance("http://127.0.0.1:1", bridge -> {
                            throw new IllegalStateException("no jobs in containers here: " + bridge);
                        }))),
                actions);
        Ids ids = new Ids(clock);
        engine = new RunEngine(
                new RunIntake(ledger, sources, plans, ids, clock),
                sources,
                plans,
                ledger,
                new Slots(legs, 2),
                new Doors(ledger, gates, clock),
                ids,
                finished::add);
        reviews = new JobReviews(database, engine, gates, clock);
        reruns = new Reruns(ledger, plans, engine, logs, artifacts, ids, clock);
        schedules = new Schedules(database, sources, engine, clock);
        engine.start();
    }

    private GitSources sources() {
        return new GitSources(
                repositories,
                new Trees(repositories),
                new History(repositories),
                new Checkouts(repositories),
                "http://127.0.0.1/git/{project}.git",
                (project, reader) -> grants.contains(List.of(project, reader)));
    }

    /** What follows pull requests of a remote: the clone that the pushes come from. */
    PullRequests pulls() {
        return new PullRequests(
                engine,
                sources(),
                new PullRefs(repositories, new RemotePolicy(true, true)),
                _ -> Optional.of(work.toString()));
    }

    /** Boots again, with walls around jobs where this host has them. */
    Walls wallUp() {
        walls = Walls.find(
                new Walls.Order(Isolation.AVAILABLE, AccountRange.USUAL, List.of(folder.resolve("keys"))),
                folder.resolve("work"),
                System.getenv());
        schedules.close();
        engine.close();
        boot();
        return walls;
    }

    /** The real ones, by a {@code slipway.yml} that the test gives. */
    private JobGates gates() {
        return new CommitGates(
                new EnvironmentRules(new Plans(Books.of(database)), _ -> delivery),
                new RunChecks(database),
                Reports.NONE,
                commits,
                clock);
    }

    RunView push(String workflow) throws IOException {
        return push(Map.of(".github/workflows/ci.yml", workflow));
    }

    /** Commits the files, pushes them, and gives the newest run of the push. */
    RunView push(Map<String, String> files) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = work.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        git("add", "-A");
        git(
                "-c",
                "user.name=Ann",
                "-c",
                "user.email=ann@example.org",
                "commit",
                "--allow-empty",
                "-qm",
                "change " + ++pushes);
        git("push", "--quiet", folder.resolve("repos").resolve(PROJECT + ".git").toString(), "HEAD:refs/heads/main");
        Push push = new Push(
                "push-" + pushes, PROJECT, "refs/heads/main", null, git("rev-parse", "HEAD"), "ann", clock.instant());
        engine.onPush(push);
        schedules.onPush(push);
        return newest();
    }

    /** Makes another project of these files, and gives the newest run that they start. */
    Optional<RunView> neighbour(String project, Map<String, String> files) throws IOException {
        Path clone = Files.createDirectories(folder.resolve("neighbour-" + project));
        repositories.create(project, "main");
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.createDirectories(clone.resolve(file.getKey()).getParent());
            Files.writeString(clone.resolve(file.getKey()), file.getValue());
        }
        String at = clone.toString();
        git("-C", at, "init", "--quiet", "-b", "main");
        git("-C", at, "add", "-A");
        git("-C", at, "-c", "user.name=Bob", "-c", "user.email=bob@example.org", "commit", "-qm", "all");
        git("-C", at, "push", "--quiet", repositories.place(project).toString(), "HEAD:refs/heads/main");
        engine.onPush(new Push(
                "push-of-" + project,
                project,
                "refs/heads/main",
                null,
                git("-C", at, "rev-parse", "HEAD"),
                "bob",
                clock.instant()));
        return queries.ofProject(project, 1).stream().findFirst();
    }

    /** The commit that a ref of the project leads to. */
    Optional<String> resolve(String ref) {
        return repositories.resolve(PROJECT, ref);
    }

    RunView newest() {
        return queries.ofProject(PROJECT, 1).getFirst();
    }

    RunView end(RunView run) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> RunTable.TABLE.isTerminal(queries.run(run.id()).state()));
        return queries.run(run.id());
    }

    String log(RunView run, String key) {
        RunView.JobView job = queries.run(run.id()).jobs().stream()
                .filter(candidate -> candidate.key().equals(key))
                .findFirst()
                .orElseThrow();
        return queries.log(run.id(), job.id(), 0).lines().stream()
                .map(LogPage.Line::text)
                .collect(Collectors.joining("\n"));
    }

    String git(String... arguments) throws IOException {
        List<String> argv = new ArrayList<>(List.of("git"));
        argv.addAll(List.of(arguments));
        Process process = new ProcessBuilder(argv)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException(argv + ": " + output);
        }
        return output.strip();
    }

    @Override
    public void close() {
        schedules.close();
        engine.close();
        database.close();
    }
}
