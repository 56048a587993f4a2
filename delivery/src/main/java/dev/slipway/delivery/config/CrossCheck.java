package dev.slipway.delivery.config;

import dev.slipway.kernel.Position;
import dev.slipway.kernel.Suggestion;
import dev.slipway.kernel.yaml.YamlNode;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What no single section can know: whether the names in one place exist in another. */
final class CrossCheck {

    private static final Set<String> CHOSEN_BY_SLIPWAY = Set.of("PORT", "SLIPWAY_DATA");

    private final DeliveryConfig config;
    private final YamlNode root;
    private final Reading reading;

    CrossCheck(DeliveryConfig config, YamlNode root, Reading reading) {
        this.config = config;
        this.root = root;
        this.reading = reading;
    }

    void check(Optional<Collection<String>> workflows) {
        config.environments().values().forEach(this::environment);
        config.services().keySet().forEach(name -> warnReserved("services", name));
        config.environments().keySet().forEach(name -> warnReserved("environments", name));
        hostsOnce();
        config.services().values().forEach(this::testersHosts);
        config.preview().ifPresent(preview -> new PreviewCheck(this, config, reading).check(preview));
        workflows.ifPresent(this::workflows);
    }

    private void environment(EnvironmentConfig environment) {
        String name = environment.name();
        environment.after().ifPresent(after -> after(name, after));
        environment
                .hosts()
                .keySet()
                .forEach(service -> service(service, keyAt(service, "environments", name, "hosts")));
        environment
                .instances()
                .keySet()
                .forEach(service -> service(service, keyAt(service, "environments", name, "instances")));
        warmth(environment);
        ownTraffic(environment);
        new JudgeCheck(this, config, reading).check(environment);
        for (int i = 0; i < environment.smoke().size(); i++) {
            int index = i;
            environment
                    .smoke()
                    .get(i)
                    .service()
                    .ifPresent(service -> service(service, at("environments", name, "smoke", index, "service")));
        }
    }

    /** What the edge would do has no meaning for a service whose target carries its own traffic. */
    private void ownTraffic(EnvironmentConfig environment) {
        config.services().values().stream()
                .filter(ServiceConfig::carriesTraffic)
                .map(ServiceConfig::name)
                .forEach(service -> {
                    for (String key : List.of("hosts", "instances")) {
                        find("environments", environment.name(), key, service)
                                .ifPresent(_ -> reading.refuse(
                                        "key-of-another-platform",
                                        keyAt(service, "environments", environment.name(), key),
                                        "the target of '" + service + "' carries its own traffic: '" + key
                                                + "' says nothing to it",
                                        "remove it, or remove 'route' so that the edge carries the traffic"));
                    }
                });
    }

    /** A contract migration takes away what a warm release works on. */
    private void warmth(EnvironmentConfig environment) {
        boolean warm = environment.strategy() instanceof Strategy.BlueGreen blueGreen
                && blueGreen.keepWarm().isPositive();
        Optional<ServiceConfig> contracting = config.services().values().stream()
                .filter(service -> service.migrations()
                        .filter(migrations -> !migrations.contract().isEmpty())
                        .isPresent())
                .findFirst();
        if (warm && contracting.isPresent()) {
            reading.refuse(
                    "warm-contract",
                    at("environments", environment.name(), "strategy", "blueGreen", "keepWarm"),
                    "the old release cannot be kept warm, for the service '"
                            + contracting.get().name() + "' contracts its database when the rollout ends",
                    "use `bake` in place of keepWarm, or contract with a later release");
        }
    }

    private void after(String name, String after) {
        Position position = at("environments", name, "after");
        if (!config.environments().containsKey(after)) {
            reading.refuse(
                    "unknown-environment",
                    position,
                    "there is no environment '" + after + "'",
                    Suggestion.hint(after, others(name)));
            return;
        }
        cycle(name)
                .ifPresent(path -> reading.refuse(
                        "environment-cycle",
                        position,
                        "environments wait for each other: " + String.join(" after ", path),
                        "remove 'after' from one of them"));
    }

    private List<String> others(String name) {
        return config.environments().keySet().stream()
                .filter(other -> !other.equals(name))
                .toList();
    }

    /** The way from an environment back to itself. */
    private Optional<List<String>> cycle(String start) {
        Set<String> path = new LinkedHashSet<>();
        Optional<String> at = Optional.of(start);
        while (at.isPresent() && path.add(at.get())) {
            at = Optional.ofNullable(config.environments().get(at.get())).flatMap(EnvironmentConfig::after);
        }
        if (!at.equals(Optional.of(start))) {
            return Optional.empty();
        }
        List<String> words = new java.util.ArrayList<>(path);
        words.add(start);
        return Optional.of(words);
    }

    /** Refuses a service that is not among those of the file. */
    void service(String service, Position position) {
        if (!config.services().containsKey(service)) {
            reading.refuse(
                    "unknown-service",
                    position,
                    "there is no service '" + service + "'",
                    Suggestion.hint(service, config.services().keySet()));
        }
    }

    private void hostsOnce() {
        Map<String, String> owners = new HashMap<>();
        for (EnvironmentConfig environment : config.environments().values()) {
            environment.hosts().forEach((service, hosts) -> {
                for (int i = 0; i < hosts.size(); i++) {
                    String owner = owners.putIfAbsent(hosts.get(i), service + " in " + environment.name());
                    if (owner != null) {
                        reading.refuse(
                                "duplicate-host",
                                at("environments", environment.name(), "hosts", service, i),
                                "the host '" + hosts.get(i) + "' already belongs to " + owner,
                                "a host leads to one service in one environment");
                    }
                }
            });
        }
    }

    /** A service has the same testers in every environment, a host only one place that it leads to. */
    private void testersHosts(ServiceConfig service) {
        List<TrafficRules.Tester> testers = service.traffic().testers();
        for (int i = 0; i < testers.size(); i++) {
            String host = testers.get(i).host().orElse(TrafficRules.PLACE);
            if (config.environments().size() > 1 && !host.contains(TrafficRules.PLACE)) {
                reading.refuse(
                        "duplicate-host",
                        at("services", service.name(), "traffic", "testers", i, "host"),
                        "the host '" + host + "' would lead to "
                                + config.environments().size() + " environments",
                        "write " + TrafficRules.PLACE + " into it, such as '" + TrafficRules.PLACE + "." + host + "'");
            }
        }
    }

    private void warnReserved(String section, String name) {
        for (String variable : CHOSEN_BY_SLIPWAY) {
            if (find(section, name, "env", variable).isPresent()) {
                reading.warn(
                        "reserved-variable",
                        at(section, name, "env", variable),
                        "Slipway sets " + variable + " itself; this value is not used",
                        "remove it");
            }
        }
    }

    private void workflows(Collection<String> known) {
        each(config.release().workflows(), known, "release", "workflows");
        config.environments()
                .forEach((name, environment) ->
                        each(environment.gates().checks(), known, "environments", name, "gates", "checks"));
    }

    private void each(List<String> named, Collection<String> known, Object... path) {
        for (int i = 0; i < named.size(); i++) {
            if (!known.contains(named.get(i))) {
                Object[] item = java.util.Arrays.copyOf(path, path.length + 1);
                item[path.length] = i;
                reading.refuse(
                        "unknown-workflow",
                        at(item),
                        "there is no workflow '" + named.get(i) + "'",
                        known.isEmpty()
                                ? "the repository has none in .github/workflows"
                                : Suggestion.hint(named.get(i), known));
            }
        }
    }

    /** The place of the value that the path leads to, or of the last value on the way. */
    Position at(Object... path) {
        YamlNode node = root;
        for (Object step : path) {
            Optional<YamlNode> next = child(node, step);
            if (next.isEmpty()) {
                return node.position();
            }
            node = next.get();
        }
        return node.position();
    }

    private Optional<YamlNode> find(Object... path) {
        Optional<YamlNode> node = Optional.of(root);
        for (Object step : path) {
            node = node.flatMap(parent -> child(parent, step));
        }
        return node;
    }

    /** The place of the key itself in the mapping that the path leads to. */
    Position keyAt(String key, Object... path) {
        return find(path)
                .filter(YamlNode.Mapping.class::isInstance)
                .map(YamlNode.Mapping.class::cast)
                .flatMap(mapping -> mapping.entries().stream()
                        .filter(entry -> entry.key().text().equals(key))
                        .findFirst())
                .map(entry -> entry.key().position())
                .orElseGet(() -> at(path));
    }

    private static Optional<YamlNode> child(YamlNode node, Object step) {
        return switch (node) {
            case YamlNode.Mapping mapping when step instanceof String key -> mapping.get(key);
            case YamlNode.Sequence list
            when step instanceof Integer index && index < list.items().size() ->
                Optional.of(list.items().get(index));
            case YamlNode.Mapping mapping -> Optional.empty();
            case YamlNode.Sequence list -> Optional.empty();
            case YamlNode.Scalar scalar -> Optional.empty();
        };
    }
}
