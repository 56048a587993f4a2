package dev.slipway.server.rollout;

import dev.slipway.delivery.config.ServiceConfig;
import dev.slipway.delivery.instance.InstanceSpec;
import dev.slipway.delivery.instance.InstanceState;
import dev.slipway.delivery.instance.InstanceStatus;
import dev.slipway.delivery.port.Platform;
import dev.slipway.delivery.rollout.RolloutPlan;
import dev.slipway.kernel.Digest;
import dev.slipway.kernel.Problem;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The instances of releases: derives what should run from a release and its configuration, and asks the platform. */
final class Fleet {

    private static final Set<InstanceState> SETTLED = EnumSet.of(InstanceState.HEALTHY, InstanceState.UNHEALTHY);

    private final Platform platform;
    private final Vault vault;

    Fleet(Platform platform, Vault vault) {
        this.platform = platform;
        this.vault = vault;
    }

    /** Sees to it that all instances of the side run. */
    void ensure(Side side) {
        specs(side).forEach(platform::ensure);
    }

    /** The side's instances that exist. */
    List<InstanceStatus> look(Side side) {
        Set<String> names = names(side);
        return platform.instances().stream()
                .filter(instance -> names.contains(instance.name()))
                .toList();
    }

    /** How many instances the side should have. */
    int wanted(Side side) {
        return side.counts().values().stream().mapToInt(Integer::intValue).sum();
    }

    boolean allHealthy(Side side) {
        return look(side).stream()
                        .filter(instance -> instance.state() == InstanceState.HEALTHY)
                        .count()
                >= wanted(side);
    }

    /**
     * The side's instances that the other does not have: two sides of one release share those that nothing is different
     * about.
     */
    List<InstanceStatus> own(Side side, Side other) {
        Set<String> shared = names(other);
        return look(side).stream()
                .filter(instance -> !shared.contains(instance.name()))
                .toList();
    }

    /** Asks all instances of the side to end that the other does not have. */
    void stop(Side side, Side other) {
        own(side, other).forEach(instance -> platform.stop(instance.name()));
    }

    /** The instances of the old side that are beyond those that remain, and have not ended yet. */
    List<InstanceStatus> leaving(Side old, Side remaining, Side next) {
        Set<String> staying = names(remaining);
        return own(old, next).stream()
                .filter(instance -> !staying.contains(instance.name()))
                .filter(instance -> !isGone(instance))
                .toList();
    }

    /** Nothing of the side runs that the other does not have. */
    boolean gone(Side side, Side other) {
        return own(side, other).stream().allMatch(Fleet::isGone);
    }

    /** Every instance of the side is there, and none of them is coming or going. */
    boolean settled(Side side) {
        return look(side).stream()
                        .filter(instance -> SETTLED.contains(instance.state()))
                        .count()
                >= wanted(side);
    }

    /**
     * The instances that a rollout is decided by, with how many there should be: those of the present stage, of a restart
     * only those that it brings.
     */
    Crew crew(Sides sides) {
        Side growing = sides.growing();
        Optional<Side> previous = sides.previous().filter(_ -> sides.rollout().isRestart());
        if (previous.isEmpty()) {
            return new Crew(look(growing), wanted(growing));
        }
        Set<String> names = names(growing);
        names.removeAll(names(previous.get()));
        return new Crew(own(growing, previous.get()), names.size());
    }

    /** See {@link #crew}. */
    record Crew(List<InstanceStatus> instances, int wanted) {}

    private static boolean isGone(InstanceStatus instance) {
        return instance.state() == InstanceState.STOPPED || instance.state() == InstanceState.FAILED;
    }

    /** What is wrong with the side, in words for a person. */
    String trouble(Side side) {
        return look(side).stream()
                .filter(instance -> instance.state() != InstanceState.HEALTHY)
                .findFirst()
                .map(instance -> instance.name() + " is " + instance.state() + ": " + instance.detail())
                .orElse("its instances are not there yet");
    }

    /** Asks one instance to end. */
    void stop(String name) {
        platform.stop(name);
    }

    /** Ends every instance of the environment that belongs to none of the sides. */
    void stopOthers(Side side, Optional<Side> warm) {
        Set<String> others =
                names(side.of().release().project(), side.of().environment().name());
        others.removeAll(names(side));
        warm.ifPresent(kept -> others.removeAll(names(kept)));
        others.forEach(platform::stop);
    }

    /** Names of all instances that exist in the environment; the set is the caller's. */
    Set<String> names(String project, String environment) {
        Set<String> names = new HashSet<>();
        platform.instances().stream()
                .filter(instance -> instance.project().equals(project)
                        && instance.environment().equals(environment))
                .forEach(instance -> names.add(instance.name()));
        return names;
    }

    /** Whether nothing runs in the environment. */
    boolean isEmpty(String project, String environment) {
        return platform.instances().stream()
                .filter(instance -> instance.project().equals(project)
                        && instance.environment().equals(environment))
                .allMatch(Fleet::isGone);
    }

    /** The healthy instances of one service of the side. */
    List<InstanceStatus> healthy(Side side, String service) {
        return look(side).stream()
                .filter(instance -> instance.service().equals(service))
                .filter(instance -> instance.state() == InstanceState.HEALTHY)
                .toList();
    }

    /** Runs an expand or contract command of the side's services; returns what went wrong, if anything did. */
    Optional<String> migrate(Side side, Direction direction) throws InterruptedException {
        for (ServiceConfig service : side.of().services()) {
            List<String> command = service.migrations()
                    .map(migrations -> direction == Direction.EXPAND ? migrations.expand() : migrations.contract())
                    .orElse(List.of());
            if (command.isEmpty()) {
                continue;
            }
            Platform.TaskResult result = platform.runTask(spec(side, service, 0), command);
            if (result.exitCode() != 0) {
                String said = result.output().strip();
                return Optional.of(String.join(" ", command) + " ended with " + result.exitCode()
                        + (said.isEmpty() ? "" : ": " + said));
            }
        }
        return Optional.empty();
    }

    /**
     * Runs a command of one service of the side to its end.
     *
     * @param more variables beside those of its instances
     */
    Platform.TaskResult run(Side side, ServiceConfig service, List<String> command, Map<String, String> more)
            throws InterruptedException {
        return platform.runTask(spec(side, service, 0).with(more), command);
    }

    /** Names that the side's instances have, whether they exist or not. */
    Set<String> names(Side side) {
        Set<String> names = new HashSet<>();
        for (ServiceConfig service : side.of().services()) {
            for (int i = 0; i < side.count(service.name()); i++) {
                names.add(name(side, service, i));
            }
        }
        return names;
    }

    private List<InstanceSpec> specs(Side side) {
        List<InstanceSpec> specs = new ArrayList<>();
        for (ServiceConfig service : side.of().services()) {
            for (int i = 0; i < side.count(service.name()); i++) {
                specs.add(spec(side, service, i));
            }
        }
        return specs;
    }

    private InstanceSpec spec(Side side, ServiceConfig service, int ordinal) {
        RolloutPlan.Side of = side.of();
        Map<String, String> env = new LinkedHashMap<>(service.env());
        env.putAll(of.environment().env());
        return new InstanceSpec(
                name(side, service, ordinal),
                of.release().project(),
                of.environment().name(),
                service.name(),
                side.release(),
                ordinal,
                artifact(of, service),
                service.command(),
                env,
                vault.reveal(of.release().project(), of.environment().name(), versions(side, service)),
                health(service),
                service.stopGrace().toMillis(),
                service.resources(),
                service.platform(),
                service.port(),
                service.commands());
    }

    /** A target has its own pace, and its start is a command that takes its time. */
    private static ServiceConfig.HealthCheck health(ServiceConfig service) {
        ServiceConfig.HealthCheck health = service.health();
        return service.commands()
                .map(commands -> new ServiceConfig.HealthCheck(
                        health.path(),
                        commands.check().isPresent() ? commands.checkInterval() : health.interval(),
                        health.timeout(),
                        health.healthyAfter(),
                        health.unhealthyAfter(),
                        health.startTimeout().plus(commands.timeout()),
                        health.restartAfter()))
                .orElse(health);
    }

    private static Map<String, Long> versions(Side side, ServiceConfig service) {
        Map<String, Long> versions = new HashMap<>(side.secrets());
        versions.keySet().retainAll(service.secrets());
        return versions;
    }

    static Digest artifact(RolloutPlan.Side side, ServiceConfig service) {
        Digest digest = side.release().artifacts().get(service.artifact());
        if (digest == null) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "no-artifact",
                    "release " + side.release().id() + " has no artifact '" + service.artifact() + "'",
                    "a workflow must upload it with actions/upload-artifact under this name");
        }
        return digest;
    }

    /**
     * Named by what it is: the same release with the same secrets gives the same names, and so the same instances. One
     * that replaces another of its kind says how many there were before it.
     */
    static String name(Side side, ServiceConfig service, int ordinal) {
        Map<String, Long> versions = versions(side, service);
        String mark = versions.isEmpty() ? "" : "." + Side.mark(versions);
        int renewals = side.renewals().of(service.name(), ordinal);
        return side.of().environment().name() + "." + service.name() + "." + side.release() + mark + "." + ordinal
                + (renewals == 0 ? "" : "-" + renewals);
    }

    /** Which half of a migration. */
    enum Direction {
        EXPAND,
        CONTRACT
    }
}
