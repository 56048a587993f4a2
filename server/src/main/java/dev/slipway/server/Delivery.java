package dev.slipway.server;

import dev.slipway.containers.EngineAccess;
import dev.slipway.delivery.config.PreviewConfig;
import dev.slipway.delivery.instance.InstanceTransitions;
import dev.slipway.kernel.Problem;
import dev.slipway.platforms.command.CommandPlatform;
import dev.slipway.platforms.container.ContainerPlatform;
import dev.slipway.platforms.process.ProcessOptions;
import dev.slipway.platforms.process.ProcessPlatform;
import dev.slipway.platforms.process.SecretSeal;
import dev.slipway.runner.artifact.DiskArtifactStore;
import dev.slipway.server.account.Accounts;
import dev.slipway.server.account.Teams;
import dev.slipway.server.alert.AlertRollbacks;
import dev.slipway.server.certificate.CertificatePart;
import dev.slipway.server.git.ConfigurationFiles;
import dev.slipway.server.metric.MetricSources;
import dev.slipway.server.release.CommitGates;
import dev.slipway.server.release.CommitSources;
import dev.slipway.server.release.EnvironmentRules;
import dev.slipway.server.release.KeptReports;
import dev.slipway.server.release.ReleaseMaker;
import dev.slipway.server.release.RunChecks;
import dev.slipway.server.rollout.Parts;
import dev.slipway.server.rollout.Vault;
import dev.slipway.server.run.RunFinished;
import dev.slipway.server.secret.Keyring;
import dev.slipway.server.secret.SecretStore;
import dev.slipway.server.secret.VariableStore;
import dev.slipway.server.traffic.EdgeProcess;
import dev.slipway.server.traffic.EdgeTraffic;
import dev.slipway.server.ui.RunCommands;
import dev.slipway.server.ui.Ui;
import dev.slipway.server.ui.UiParts;
import dev.slipway.server.web.HealthPart;
import dev.slipway.server.web.RouteSource;
import dev.slipway.store.project.Project;
import dev.slipway.store.run.Run;
import dev.slipway.store.run.Runs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Joins runs to releases and releases to rollouts: builds both engines so that the end of a run can make a release. */
final class Delivery {

    private static final int RUNS_LOOKED_AT = 50;

    private final Foundation foundation;
    private final RolloutPart rollouts;
    private final RunPart runs;
    private final WatchPart watch;
    private final ContainerHealth containerHealth;

    Delivery(
            Foundation foundation,
            EdgeProcess edge,
            Keyring keyring,
            Accounts accounts,
            long epoch,
            Map<String, String> environment) {
        this.foundation = foundation;
        foundation.metrics().watch(InstanceTransitions.table());
        SecretStore secrets = new SecretStore(foundation.database(), keyring, foundation.clock());
        DiskArtifactStore artifacts = new DiskArtifactStore(
                foundation.home().artifacts(), foundation.config().jobs().artifactLife(), foundation.clock());
        ProcessPlatform processes = new ProcessPlatform(
                foundation.home().instances(),
                artifacts::content,
                seal(keyring),
                foundation.clock(),
                ProcessOptions.standard(),
                _ -> {});
        ContainerPlatform containers = new ContainerPlatform(
                foundation.home().containers(),
                EngineAccess.of(environment),
                artifacts::content,
                seal(keyring),
                foundation.clock(),
                ProcessOptions.standard().withPorts(16_000, 19_999),
                _ -> {});
        CommandPlatform targets = new CommandPlatform(
                foundation.home().targets(),
                artifacts::content,
                seal(keyring),
                foundation.clock(),
                ProcessOptions.standard().withPorts(15_000, 15_999),
                _ -> {});
        this.containerHealth = new ContainerHealth(
                EngineAccess.of(environment), () -> !containers.instances().isEmpty());
        Platforms platform = new Platforms(List.of(processes, containers, targets));
        WatchedSeries series = WatchedSeries.of(foundation);
        Parts parts = new Parts(
                platform,
                new EdgeTraffic(foundation.home().edge()),
                vault(secrets),
                () -> epoch,
                foundation.clock(),
                new MetricSources(series.watch(), series.desk(), foundation.clock()));
        RunChecks checks = new RunChecks(foundation.database());
        KeptReports reports = new KeptReports(foundation.database(), artifacts::content);
        CommitSources sources =
                new CommitSources(foundation.database(), foundation.trees(), foundation.history(), accounts, artifacts);
        this.rollouts = new RolloutPart(
                foundation,
                parts,
                checks,
                reports,
                sources,
                edge,
                foundation.config().ephemeral() ? RolloutPart.Trial.YES : RolloutPart.Trial.NO);
        EnvironmentRules rules = new EnvironmentRules(rollouts.plans(), this::defaultConfig);
        this.runs = new RunPart(
                foundation,
                new ProjectSettings(secrets, new VariableStore(foundation.database(), foundation.clock()), rules),
                new CommitGates(rules, checks, reports, sources, foundation.clock()),
                artifacts,
                environment,
                this::finished);
        this.watch = new WatchPart(
                foundation,
                series,
                platform,
                rollouts.plans(),
                new AlertRollbacks(rollouts.overview(), rollouts.commands()));
    }

    /** The {@code slipway.yml} of the default branch. */
    private Optional<String> defaultConfig(String project) {
        String branch = "refs/heads/" + foundation.repositories().defaultBranch(project);
        return foundation
                .repositories()
                .resolve(project, branch)
                .flatMap(commit -> foundation.trees().file(project, commit, ConfigurationFiles.DELIVERY));
    }

    RolloutPart rollouts() {
        return rollouts;
    }

    RunPart runs() {
        return runs;
    }

    /** What watches the instances of both. */
    Part watch() {
        return watch;
    }

    /** The engine that instances in containers depend on. */
    Part containers() {
        return new Part() {
            @Override
            public List<HealthPart> health() {
                return List.of(containerHealth);
            }

            @Override
            public void close() {
                containerHealth.close();
            }
        };
    }

    /** Certificates of the edge, where the operator wants them ordered. */
    Part certificates(long epoch) {
        Optional<CertificatePart> ordering = foundation
                .config()
                .acme()
                .map(acme -> new CertificatePart(
                        acme, foundation.home().edge(), foundation.database(), () -> epoch, foundation.clock()));
        ordering.ifPresent(part -> part.measure(foundation.metrics()));
        return new Part() {
            @Override
            public List<HealthPart> health() {
                return ordering.stream().map(CertificatePart::health).toList();
            }

            @Override
            public void ready() {
                ordering.ifPresent(CertificatePart::start);
            }

            @Override
            public void close() {
                ordering.ifPresent(CertificatePart::close);
            }
        };
    }

    /** The pages over both. */
    Part ui(Ui.Look look) {
        UiParts parts = new UiParts(
                foundation.database(),
                foundation.projects(),
                foundation.readers(),
                foundation.journal(),
                foundation.history(),
                rollouts.plans(),
                rollouts.previews(),
                rollouts.overview(),
                rollouts.commands(),
                rollouts.output(),
                rollouts.scores(),
                runs.work().queries(),
                RunCommands.of(runs.work()));
        Ui ui = new Ui(parts, look);
        return new Part() {
            @Override
            public List<RouteSource> routes() {
                return List.of(
                        ui,
                        look.watching(watch.sources()),
                        look.teams(new Teams(foundation.database(), foundation.clock())));
            }
        };
    }

    private void finished(RunFinished run) {
        rollouts.maker().consider(new ReleaseMaker.Candidate(run.project(), run.commit(), run.ref(), run.actor()));
    }

    /** Considers again what was built when an earlier life of the server may have died before it made the release. */
    void catchUp() {
        foundation.projects().all().stream().map(Project::name).forEach(project -> {
            List<Run> newest = foundation.database().read(sql -> Runs.ofProject(sql, project, RUNS_LOOKED_AT));
            newest.stream()
                    .map(run -> new ReleaseMaker.Candidate(run.project(), run.commit(), run.ref(), run.actor()))
                    .distinct()
                    .toList()
                    .reversed()
                    .forEach(rollouts.maker()::consider);
        });
    }

    /** The data plane of this home. */
    static EdgeProcess edge(ServerConfig config, Home home) {
        Path startCache = root().resolve("target/edge.aot");
        List<String> argv = EdgeProcess.command(
                home.edge(),
                edgeClassPath(),
                startCache,
                config.edgeListen().toString(),
                config.edgeTlsListen().map(ListenAddress::toString));
        return new EdgeProcess(home.edge(), argv);
    }

    private static Path root() {
        return Path.of(System.getProperty("slipway.root", "."));
    }

    private static String edgeClassPath() {
        Path module = root().resolve("edge/target");
        if (!Files.isDirectory(module.resolve("lib"))) {
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "no-edge",
                    "the edge is not built: " + module + " has no lib",
                    "start the server with ./slipway, which builds it");
        }
        return module.resolve("edge-0.1.0.jar") + java.io.File.pathSeparator + module.resolve("lib") + "/*";
    }

    private static SecretSeal seal(Keyring keyring) {
        return new SecretSeal() {
            @Override
            public byte[] seal(byte[] clear, String context) {
                return keyring.seal(context, clear).getBytes(StandardCharsets.UTF_8);
            }

            @Override
            public byte[] open(byte[] sealed, String context) {
                return keyring.open(context, new String(sealed, StandardCharsets.UTF_8));
            }
        };
    }

    private static Vault vault(SecretStore secrets) {
        return new Vault() {
            @Override
            public Map<String, Long> newest(String project, String environment, Collection<String> names) {
                return secrets.newest(project, environment, names);
            }

            @Override
            public Map<String, Long> ofPreviews(String project, Collection<String> names) {
                return secrets.newestOf(project, PreviewConfig.SECRETS, names);
            }

            @Override
            public Map<String, String> reveal(String project, String environment, Map<String, Long> versions) {
                return versions.isEmpty() ? Map.of() : secrets.reveal(project, versions);
            }
        };
    }
}
