package dev.slipway.server;

import dev.slipway.delivery.instance.InstanceSpec;
import dev.slipway.delivery.instance.InstanceStatus;
import dev.slipway.delivery.port.OutputReader;
import dev.slipway.delivery.port.Platform;
import dev.slipway.runner.artifact.DiskArtifactStore;
import dev.slipway.server.account.Teams;
import dev.slipway.server.alert.AlertRollbacks;
import dev.slipway.server.identity.Identity;
import dev.slipway.server.rollout.Books;
import dev.slipway.server.rollout.Clerk;
import dev.slipway.server.rollout.Commands;
import dev.slipway.server.rollout.Gatehouse;
import dev.slipway.server.rollout.InstanceOutput;
import dev.slipway.server.rollout.InstanceRoutes;
import dev.slipway.server.rollout.LaneRoutes;
import dev.slipway.server.rollout.Lanes;
import dev.slipway.server.rollout.Overview;
import dev.slipway.server.rollout.Plans;
import dev.slipway.server.rollout.PreviewRoutes;
import dev.slipway.server.rollout.Previews;
import dev.slipway.server.rollout.Reports;
import dev.slipway.server.rollout.RolloutRoutes;
import dev.slipway.server.rollout.ScoreRoutes;
import dev.slipway.server.rollout.Scoreboard;
import dev.slipway.server.rollout.Tags;
import dev.slipway.server.rollout.Trail;
import dev.slipway.server.rollout.Vault;
import dev.slipway.server.run.JobGates;
import dev.slipway.server.run.RunSettings;
import dev.slipway.server.traffic.EdgeProcess;
import dev.slipway.server.traffic.EdgeRoutes;
import dev.slipway.server.ui.RunCommands;
import dev.slipway.server.ui.Ui;
import dev.slipway.server.ui.UiParts;
import dev.slipway.server.web.RouteSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The routes of the engines and pages over an empty server, without the engines at work. */
record Engines(Foundation foundation, Ui.Look look) implements Part {

    @Override
    public List<RouteSource> routes() {
        Books books = Books.of(foundation.database());
        Plans plans = new Plans(books);
        Trail trail = (sql, who, what, subject, project, text) -> {};
        Clerk clerk = new Clerk(books, plans, trail, foundation.events(), foundation.clock());
        Gatehouse gatehouse =
                new Gatehouse(books, plans, (project, commit) -> Map.of(), Reports.NONE, Tags.NONE, foundation.clock());
        Overview overview = new Overview(books, plans, gatehouse, new NoInstances(), foundation.history(), Vault.EMPTY);
        Commands commands = new Commands(books, plans, clerk, gatehouse, trail, Vault.EMPTY, foundation.clock());
        RunPart runs = new RunPart(
                foundation,
                RunSettings.NONE,
                JobGates.NONE,
                new DiskArtifactStore(foundation.home().artifacts(), Duration.ofDays(90), foundation.clock()),
                Map.of(),
                _ -> {});
        Scoreboard scores = new Scoreboard(books, plans, foundation.history(), foundation.clock());
        UiParts parts = new UiParts(
                foundation.database(),
                foundation.projects(),
                foundation.readers(),
                foundation.journal(),
                foundation.history(),
                plans,
                new Previews(books, clerk, foundation.clock()),
                overview,
                commands,
                new InstanceOutput(new NoInstances()),
                scores,
                runs.work().queries(),
                RunCommands.of(runs.work()));
        List<RouteSource> routes = new ArrayList<>();
        routes.add(new RolloutRoutes(overview, commands));
        routes.add(new ScoreRoutes(scores));
        routes.add(new LaneRoutes(new Lanes(books)));
        routes.add(new InstanceRoutes(new InstanceOutput(new NoInstances())));
        routes.add(new EdgeRoutes(
                new EdgeProcess(foundation.home().edge(), List.of("true")), overview::movingTraffic, (_, _) -> {}));
        routes.add(new PreviewRoutes(new Previews(books, clerk, foundation.clock()), overview));
        runs.routes().stream().filter(source -> !(source instanceof Identity)).forEach(routes::add);
        WatchPart watch = new WatchPart(
                foundation,
                WatchedSeries.of(foundation),
                new NoInstances(),
                plans,
                new AlertRollbacks(overview, commands));
        routes.addAll(watch.routes());
        routes.add(look.watching(watch.sources()));
        routes.add(look.teams(new Teams(foundation.database(), foundation.clock())));
        routes.add(new Ui(parts, look));
        return routes;
    }

    /** A platform on which nothing was ever started. */
    static final class NoInstances implements Platform {

        @Override
        public String kind() {
            return "none";
        }

        @Override
        public void ensure(InstanceSpec spec) {
            throw new IllegalStateException("nothing starts here: " + spec.name());
        }

        @Override
        public void stop(String name) {
            throw new IllegalStateException("nothing runs here: " + name);
        }

        @Override
        public List<InstanceStatus> instances() {
            return List.of();
        }

        @Override
        public Optional<InstanceStatus> instance(String name) {
            return Optional.empty();
        }

        @Override
        public OutputReader follow(String name, Optional<String> from, int lines) {
            throw new IllegalStateException("nothing runs here: " + name);
        }

        @Override
        public List<String> output(String name, int maxLines) {
            throw new IllegalStateException("nothing runs here: " + name);
        }

        @Override
        public TaskResult runTask(InstanceSpec spec, List<String> command) {
            throw new IllegalStateException("nothing runs here: " + command);
        }

        @Override
        public void onChange(Consumer<InstanceStatus> listener) {
            // Nothing ever changes on a platform without instances.
        }

        @Override
        public void spares(Predicate<InstanceStatus> judged) {
            // Nothing hangs on a platform without instances.
        }
    }
}
