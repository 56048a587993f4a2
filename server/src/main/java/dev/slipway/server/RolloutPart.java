package dev.slipway.server;

import dev.slipway.delivery.port.Platform;
import dev.slipway.delivery.rollout.RolloutTransitions;
import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Problem;
import dev.slipway.server.action.ActionRepositories;
import dev.slipway.server.git.History;
import dev.slipway.server.git.Push;
import dev.slipway.server.lint.ConfigurationCheck;
import dev.slipway.server.project.Hook;
import dev.slipway.server.release.ReleaseMaker;
import dev.slipway.server.rollout.Books;
import dev.slipway.server.rollout.Checks;
import dev.slipway.server.rollout.Clerk;
import dev.slipway.server.rollout.Commands;
import dev.slipway.server.rollout.Gatehouse;
import dev.slipway.server.rollout.InstanceOutput;
import dev.slipway.server.rollout.InstanceRoutes;
import dev.slipway.server.rollout.LaneRoutes;
import dev.slipway.server.rollout.Lanes;
import dev.slipway.server.rollout.LateTags;
import dev.slipway.server.rollout.Overview;
import dev.slipway.server.rollout.Parts;
import dev.slipway.server.rollout.Plans;
import dev.slipway.server.rollout.PreviewRoutes;
import dev.slipway.server.rollout.Previews;
import dev.slipway.server.rollout.Reports;
import dev.slipway.server.rollout.RolloutEngine;
import dev.slipway.server.rollout.RolloutRoutes;
import dev.slipway.server.rollout.ScoreRoutes;
import dev.slipway.server.rollout.Scoreboard;
import dev.slipway.server.rollout.Trail;
import dev.slipway.server.rollout.Trials;
import dev.slipway.server.run.PullTurn;
import dev.slipway.server.traffic.EdgeHealth;
import dev.slipway.server.traffic.EdgeProcess;
import dev.slipway.server.traffic.EdgeRoutes;
import dev.slipway.server.traffic.EdgeWatch;
import dev.slipway.server.web.Change;
import dev.slipway.server.web.HealthPart;
import dev.slipway.server.web.RouteSource;
import dev.slipway.store.audit.Audit;
import dev.slipway.store.audit.AuditEntry;
import java.util.List;
import java.util.Map;

/** The delivery half of the server: releases, rollouts, instances, and the edge beside it. */
public final class RolloutPart implements Part {

    private static final String TAGS = "refs/tags/";

    private final Parts parts;
    private final EdgeProcess edge;
    private final HealthPart edgeHealth;
    private final EdgeWatch edgeWatch;
    private final Trial trial;
    private final RolloutEngine engine;
    private final Plans plans;
    private final Overview overview;
    private final Lanes lanes;
    private final Scoreboard board;
    private final Commands commands;
    private final ReleaseMaker maker;
    private final History history;
    private final EdgeRoutes.Witness upgrades;
    private final ReleaseMaker.Sources sources;
    private final LateTags lateTags;
    private final ActionRepositories actions;

    /**
     * @param edge the data plane, made sure of before the first rollout moves
     * @param trial whether instances and edge end with the server
     */
    public RolloutPart(
            Foundation foundation,
            Parts parts,
            Checks checks,
            Reports reports,
            ReleaseMaker.Sources sources,
            EdgeProcess edge,
            Trial trial) {
        this.parts = parts;
        this.edge = edge;
        this.sources = sources;
        this.edgeWatch = new EdgeWatch(edge);
        this.actions = foundation.actions();
        this.edgeHealth = new EdgeHealth(foundation.home().edge(), edge);
        this.trial = trial;
        Books books = Books.of(foundation.database());
        this.plans = new Plans(books);
        Trail trail = trail(foundation);
        Clerk clerk = new Clerk(books, plans, trail, foundation.events(), foundation.clock());
        Gatehouse gatehouse =
                new Gatehouse(books, plans, checks, reports, foundation.history()::tags, foundation.clock());
        this.engine = new RolloutEngine(parts, books, plans, clerk, gatehouse);
        this.overview = new Overview(books, plans, gatehouse, parts.platform(), foundation.history(), parts.vault());
        this.lanes = new Lanes(books);
        this.board = new Scoreboard(books, plans, foundation.history(), foundation.clock());
        this.commands = new Commands(books, plans, clerk, gatehouse, trail, parts.vault(), foundation.clock());
        this.maker = new ReleaseMaker(books, sources, checks, clerk, trail, foundation.clock(), engine.previews());
        this.history = foundation.history();
        this.lateTags = new LateTags(books, plans, clerk);
        this.upgrades = (who, before) -> foundation
                .database()
                .execute(sql -> Audit.append(
                        sql,
                        new AuditEntry(
                                foundation.clock().instant(),
                                who,
                                "edge.upgrade",
                                "edge/" + before.bootId(),
                                null,
                                "replaces the edge's process " + before.pid())));
        engine.previews()
                .whenCleared(preview -> sources.head(preview.project(), preview.ref())
                        .filter(head -> !head.equals(preview.commit()))
                        .map(head -> new ReleaseMaker.Candidate(preview.project(), head, preview.ref(), Clerk.SLIPWAY))
                        .ifPresent(maker::consider));
        parts.platform()
                .onChange(instance -> foundation
                        .events()
                        .publish(new Change(Change.Kind.INSTANCE, instance.name(), instance.project())));
        foundation.metrics().watch(RolloutTransitions.TABLE);
    }

    private static Trail trail(Foundation foundation) {
        return (sql, who, what, subject, project, text) ->
                Audit.append(sql, new AuditEntry(foundation.clock().instant(), who, what, subject, project, text));
    }

    /** What becomes of instances and edge when the server ends. */
    public enum Trial {
        /** They go on: user traffic never depends on the control plane. */
        NO,
        /** They end with it, for a demonstration or a test. */
        YES
    }

    public Plans plans() {
        return plans;
    }

    public Overview overview() {
        return overview;
    }

    public InstanceOutput output() {
        return new InstanceOutput(parts.platform());
    }

    public Commands commands() {
        return commands;
    }

    public Scoreboard scores() {
        return board;
    }

    public Previews previews() {
        return engine.previews();
    }

    public ReleaseMaker maker() {
        return maker;
    }

    @Override
    public List<RouteSource> routes() {
        return List.of(
                new RolloutRoutes(overview, commands),
                new ScoreRoutes(board),
                new LaneRoutes(lanes),
                new InstanceRoutes(output()),
                new PreviewRoutes(previews(), overview),
                new EdgeRoutes(edge, overview::movingTraffic, upgrades));
    }

    @Override
    public List<HealthPart> health() {
        return List.of(edgeHealth);
    }

    @Override
    public List<Finding> check(String project, String ref, Map<String, String> files) {
        return ConfigurationCheck.of(files, actions);
    }

    /**
     * A tag may let releases in. A branch that is gone, or has come into one that releases come from, needs no preview any
     * more.
     */
    @Override
    public void onPush(Push push) {
        if (push.ref().startsWith(TAGS)) {
            sources.head(push.project(), push.ref())
                    .ifPresent(commit -> lateTags.came(push.project(), push.ref(), commit));
        } else {
            branchMoved(push);
        }
    }

    private void branchMoved(Push push) {
        String before = push.before();
        String after = push.after();
        if (after == null) {
            previews().gone(push.project(), push.ref(), "its branch is gone");
        } else if (before != null && makesReleases(push)) {
            previews()
                    .moved(
                            push.project(),
                            push.ref(),
                            commit -> history.contains(push.project(), after, commit)
                                    && !history.contains(push.project(), before, commit));
        }
    }

    /** The preview of a pull request ends with it. */
    @Override
    public void onHook(Hook hook) {
        PullTurn.of(hook).ifPresent(turn -> {
            if (turn.open()) {
                previews().reopened(hook.project(), turn.ref());
            } else {
                previews().gone(hook.project(), turn.ref(), turn.reason());
            }
        });
    }

    private boolean makesReleases(Push push) {
        return plans.newestConfig(push.project())
                .filter(config -> config.release().admits(push.ref()))
                .isPresent();
    }

    @Override
    public void start() {
        try {
            edge.ensure();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(Problem.Kind.UNAVAILABLE, "interrupted", "the start was interrupted", null, e);
        }
        edgeWatch.start();
        engine.start();
    }

    @Override
    public void close() {
        edgeWatch.close();
        engine.close();
        if (trial == Trial.YES) {
            endEverything();
        }
        closePlatform(parts.platform());
    }

    private void endEverything() {
        try {
            edge.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        parts.platform().instances().forEach(instance -> parts.platform().stop(instance.name()));
        Trials.awaitEmpty(parts.platform());
    }

    private static void closePlatform(Platform platform) {
        if (platform instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                throw new IllegalStateException("the platform could not be left", e);
            }
        }
    }
}
