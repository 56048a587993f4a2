package dev.slipway.containers;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Device;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import com.github.dockerjava.api.model.Ulimit;
import com.github.dockerjava.api.model.Volume;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A container while it is being described to the engine: collects what several options may add to. */
final class CreateDraft {

    private static final Pattern PORT =
            Pattern.compile("(?:(?:\\[?([^\\]]*)\\]?:)?(\\d*):)?(\\d+)(?:/(tcp|udp|sctp))?", Pattern.CASE_INSENSITIVE);
    private static final String LOOPBACK = "127.0.0.1";

    private final CreateContainerCmd command;
    private final HostConfig host = new HostConfig();
    private final HealthCheck health = new HealthCheck();
    private final Map<String, String> variables = new LinkedHashMap<>();
    private final Map<String, String> labels = new LinkedHashMap<>();
    private final List<Bind> binds = new ArrayList<>();
    private final List<Volume> anonymous = new ArrayList<>();
    private final List<PortBinding> ports = new ArrayList<>();
    private final List<ExposedPort> exposed = new ArrayList<>();
    private final List<String> aliases = new ArrayList<>();
    private final List<Ulimit> ulimits = new ArrayList<>();
    private final List<Capability> added = new ArrayList<>();
    private final List<Capability> dropped = new ArrayList<>();
    private final List<Device> devices = new ArrayList<>();
    private final List<String> security = new ArrayList<>();
    private final List<String> groups = new ArrayList<>();
    private final List<String> hosts = new ArrayList<>();
    private final List<String> dns = new ArrayList<>();
    private final Map<String, String> sysctls = new LinkedHashMap<>();
    private final Map<String, String> tmpfs = new LinkedHashMap<>();
    private final LogConfig log = new LogConfig(LogConfig.LoggingType.DEFAULT, new LinkedHashMap<>());

    CreateDraft(CreateContainerCmd command) {
        this.command = command;
    }

    CreateContainerCmd command() {
        return command;
    }

    HostConfig host() {
        return host;
    }

    HealthCheck health() {
        return health;
    }

    /** Takes all of a plan, its options last: they win, as on the command line. */
    CreateContainerCmd describe(ContainerPlan plan) {
        command.withName(plan.name());
        plan.entrypoint().ifPresent(command::withEntrypoint);
        if (!plan.command().isEmpty()) {
            command.withCmd(plan.command());
        }
        plan.workingDirectory().ifPresent(command::withWorkingDir);
        plan.network().ifPresent(host::withNetworkMode);
        variables.putAll(plan.env());
        labels.putAll(plan.labels());
        aliases.addAll(plan.aliases());
        plan.mounts()
                .forEach(mount -> binds.add(
                        new Bind(mount.host().toString(), new Volume(mount.target()), mount.readOnly() ? ro() : rw())));
        plan.volumes().forEach(this::volume);
        plan.ports().forEach(this::port);
        plan.hosts().forEach((name, address) -> extraHost(name + ":" + address));
        plan.options().apply(this);
        return finished();
    }

    private static com.github.dockerjava.api.model.AccessMode ro() {
        return com.github.dockerjava.api.model.AccessMode.ro;
    }

    private static com.github.dockerjava.api.model.AccessMode rw() {
        return com.github.dockerjava.api.model.AccessMode.rw;
    }

    private CreateContainerCmd finished() {
        host.withBinds(binds).withPortBindings(ports).withExtraHosts(hosts.toArray(String[]::new));
        host.withUlimits(ulimits).withDevices(devices).withSecurityOpts(security);
        host.withGroupAdd(groups).withDns(dns).withSysctls(sysctls).withTmpFs(tmpfs);
        host.withCapAdd(added.toArray(Capability[]::new)).withCapDrop(dropped.toArray(Capability[]::new));
        if (log.getType() != LogConfig.LoggingType.DEFAULT || !log.getConfig().isEmpty()) {
            host.withLogConfig(log);
        }
        if (health.getTest() != null || health.getInterval() != null || health.getRetries() != null) {
            command.withHealthcheck(health);
        }
        ports.forEach(port -> exposed.add(port.getExposedPort()));
        return command.withEnv(Variables.write(variables))
                .withLabels(labels)
                .withVolumes(anonymous)
                .withExposedPorts(exposed)
                .withAliases(aliases)
                .withHostConfig(host);
    }

    void variable(String text) {
        pair(text, variables);
    }

    void label(String text) {
        pair(text, labels);
    }

    void sysctl(String text) {
        pair(text, sysctls);
    }

    private static void pair(String text, Map<String, String> target) {
        int equals = text.indexOf('=');
        target.put(equals < 0 ? text : text.substring(0, equals), equals < 0 ? "" : text.substring(equals + 1));
    }

    void volume(String text) {
        if (text.contains(":")) {
            binds.add(Bind.parse(text));
        } else {
            anonymous.add(new Volume(text));
        }
    }

    /** {@code type=bind,source=/a,target=/b,readonly} and the like. */
    void mount(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String field : text.split(",")) {
            pair(field, fields);
        }
        String target = first(fields, "target", "destination", "dst");
        switch (fields.getOrDefault("type", "volume")) {
            case "tmpfs" -> tmpfs.put(target, "");
            case "bind", "volume" -> {
                boolean readOnly = fields.containsKey("readonly") || fields.containsKey("ro");
                binds.add(new Bind(first(fields, "source", "src"), new Volume(target), readOnly ? ro() : rw()));
            }
            default -> throw new IllegalArgumentException("its type is bind, volume or tmpfs");
        }
    }

    private static String first(Map<String, String> fields, String... names) {
        for (String name : names) {
            if (fields.containsKey(name)) {
                return fields.get(name);
            }
        }
        throw new IllegalArgumentException("it has no " + names[0]);
    }

    void tmpfs(String text) {
        int colon = text.indexOf(':');
        tmpfs.put(colon < 0 ? text : text.substring(0, colon), colon < 0 ? "" : text.substring(colon + 1));
    }

    /** Published on the loopback unless an address is written: what a job starts is nobody else's. */
    void port(String text) {
        Matcher port = PORT.matcher(text.strip());
        if (!port.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no port; write for example 8080:80/tcp");
        }
        String address = port.group(1) == null || port.group(1).isEmpty() ? LOOPBACK : port.group(1);
        String published = port.group(2) == null ? "" : port.group(2);
        Ports.Binding binding =
                published.isEmpty() ? Ports.Binding.bindIp(address) : new Ports.Binding(address, published);
        ports.add(new PortBinding(binding, exposed(port.group(3), port.group(4))));
    }

    private static ExposedPort exposed(String port, @org.jspecify.annotations.Nullable String protocol) {
        return ExposedPort.parse(port + "/" + (protocol == null ? "tcp" : protocol.toLowerCase(java.util.Locale.ROOT)));
    }

    void exposed(String text) {
        exposed.add(ExposedPort.parse(text));
    }

    void alias(String name) {
        aliases.add(name);
    }

    void ulimit(Ulimit limit) {
        ulimits.add(limit);
    }

    void capabilityAdded(Capability capability) {
        added.add(capability);
    }

    void capabilityDropped(Capability capability) {
        dropped.add(capability);
    }

    void logDriver(String name) {
        log.setType(LogConfig.LoggingType.fromValue(name));
    }

    void logOption(String text) {
        pair(text, log.getConfig());
    }

    void device(Device device) {
        devices.add(device);
    }

    void securityOption(String text) {
        security.add(text);
    }

    void group(String text) {
        groups.add(text);
    }

    void extraHost(String text) {
        hosts.add(text);
    }

    void dns(String text) {
        dns.add(text);
    }
}
