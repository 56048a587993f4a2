package dev.slipway.server.watch;

import dev.slipway.delivery.instance.InstanceStatus;
import dev.slipway.observe.discovery.Discovery;
import dev.slipway.observe.discovery.TargetGroup;
import dev.slipway.observe.relabel.RelabelAction;
import dev.slipway.observe.relabel.RelabelRule;
import dev.slipway.observe.scrape.Credentials;
import dev.slipway.observe.scrape.ScrapeJob;
import dev.slipway.observe.scrape.ScrapeLimits;
import dev.slipway.server.traffic.EdgeAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What Slipway scrapes without being told: itself, the edge, and every instance whose service says where its metrics
 * are. Series of instances and of the edge's routes carry project, environment, service and release.
 *
 * @param instances of all projects
 * @param metricsPath of an instance; empty when its service has none
 * @param edge the edge's folder
 * @param server where this server listens, {@code host:port}
 * @param interval between two scrapes
 */
public record OwnTargets(
        Supplier<List<InstanceStatus>> instances,
        Function<InstanceStatus, Optional<String>> metricsPath,
        Path edge,
        String server,
        Duration interval) {

    private static final Duration LOOK = Duration.ofSeconds(30);
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final ScrapeLimits LIMITS = new ScrapeLimits(16 << 20, 20_000, 0, 64, 256, 4096);

    /** The jobs that find and scrape them. */
    public List<ScrapeJob> jobs() {
        return List.of(
                job("slipway", new Discovery.Listed(List.of(self())), new Credentials.None(), List.of()),
                job(
                        "edge",
                        new Discovery.Live("edge", this::edges, LOOK),
                        new Credentials.Token("Bearer", EdgeAddress.tokenFile(edge)),
                        routeLabels()),
                job(
                        "instances",
                        new Discovery.Live("instances", this::running, LOOK),
                        new Credentials.None(),
                        List.of()));
    }

    private TargetGroup self() {
        return new TargetGroup(List.of(server), Map.of());
    }

    private List<TargetGroup> edges() {
        return List.of(new TargetGroup(List.of(EdgeAddress.read(edge).admin()), Map.of("instance", "edge")));
    }

    private List<TargetGroup> running() {
        List<TargetGroup> groups = new ArrayList<>();
        for (InstanceStatus instance : instances.get()) {
            if (runs(instance)) {
                metricsPath.apply(instance).ifPresent(path -> groups.add(group(instance, path)));
            }
        }
        return groups;
    }

    private static boolean runs(InstanceStatus instance) {
        return switch (instance.state()) {
            case RUNNING, HEALTHY, UNHEALTHY, STOPPING -> instance.address().isPresent();
            case STARTING, BACKING_OFF, FAILED, STOPPED -> false;
        };
    }

    private static TargetGroup group(InstanceStatus instance, String path) {
        return new TargetGroup(
                List.of(instance.address().orElseThrow()),
                Map.of(
                        "__metrics_path__", path,
                        "project", instance.project(),
                        "environment", instance.environment(),
                        "service", instance.service(),
                        "release", instance.release(),
                        "instance", instance.name()));
    }

    /** The edge names a route {@code project:environment:service}. */
    private static List<RelabelRule> routeLabels() {
        return List.of(part("project", "$1"), part("environment", "$2"), part("service", "$3"));
    }

    private static RelabelRule part(String label, String group) {
        return new RelabelRule(
                RelabelAction.REPLACE,
                List.of("route"),
                RelabelRule.SEMICOLON,
                RelabelRule.pattern("([^:]+):([^:]+):([^:]+)"),
                label,
                group,
                0);
    }

    private ScrapeJob job(String name, Discovery discovery, Credentials credentials, List<RelabelRule> metricRelabel) {
        return new ScrapeJob(
                name,
                interval,
                interval.compareTo(LONGEST) < 0 ? interval : LONGEST,
                "/metrics",
                "http",
                Map.of(),
                false,
                true,
                false,
                false,
                true,
                credentials,
                LIMITS,
                List.of(discovery),
                List.of(),
                metricRelabel);
    }
}
