package dev.slipway.containers;

import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Device;
import com.github.dockerjava.api.model.Ulimit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * One option of {@code docker create}: what it does to a container that is being made. The names are those of Docker's
 * command line reference.
 */
record Flag(boolean takesValue, BiConsumer<CreateDraft, String> effect) {

    private static final Map<String, Flag> ALL = new HashMap<>();

    static {
        identity();
        limits();
        rights();
        network();
        health();
    }

    static Optional<Flag> named(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    /** What to do instead of an option that is not known. */
    static String advice(String name) {
        return switch (name) {
            case "--network", "--net" -> "all containers of a job are on its own network: leave it out";
            case "--restart", "--rm" -> "the containers of a job end with it: leave it out";
            default -> "leave it out; known are for example --cpus, --memory, --user, --health-cmd, --cap-add, --tmpfs";
        };
    }

    void apply(CreateDraft draft, String value) {
        effect.accept(draft, value);
    }

    private static void value(String names, BiConsumer<CreateDraft, String> effect) {
        put(names, new Flag(true, effect));
    }

    private static void bool(String names, BiConsumer<CreateDraft, Boolean> effect) {
        put(names, new Flag(false, (draft, text) -> effect.accept(draft, Boolean.parseBoolean(text))));
    }

    private static void put(String names, Flag flag) {
        Arrays.stream(names.split(" ")).forEach(name -> ALL.put(name, flag));
    }

    private static void identity() {
        value("-e --env", (draft, text) -> draft.variable(text));
        value("-l --label", (draft, text) -> draft.label(text));
        value("-u --user", (draft, text) -> draft.command().withUser(text));
        value("-w --workdir", (draft, text) -> draft.command().withWorkingDir(text));
        value("-h --hostname", (draft, text) -> draft.command().withHostName(text));
        value("--domainname", (draft, text) -> draft.command().withDomainName(text));
        value("--name", (draft, text) -> draft.command().withName(text));
        value("--entrypoint", (draft, text) -> draft.command().withEntrypoint(text));
        value("--platform", (draft, text) -> draft.command().withPlatform(text));
        value("--stop-signal", (draft, text) -> draft.command().withStopSignal(text));
        value("--stop-timeout", (draft, text) -> draft.command().withStopTimeout(Integer.valueOf(text)));
        value("-v --volume", (draft, text) -> draft.volume(text));
        value("--mount", (draft, text) -> draft.mount(text));
        value("--tmpfs", (draft, text) -> draft.tmpfs(text));
        value("--log-driver", (draft, text) -> draft.logDriver(text));
        value("--log-opt", (draft, text) -> draft.logOption(text));
        bool("-t --tty", (draft, on) -> draft.command().withTty(on));
        bool("-i --interactive", (draft, on) -> draft.command().withStdinOpen(on));
        bool("--init", (draft, on) -> draft.host().withInit(on));
        bool("--read-only", (draft, on) -> draft.host().withReadonlyRootfs(on));
    }

    private static void limits() {
        value("-m --memory", (draft, text) -> draft.host().withMemory(Sizes.bytes(text)));
        value("--memory-swap", (draft, text) -> draft.host().withMemorySwap(Sizes.bytes(text)));
        value("--memory-reservation", (draft, text) -> draft.host().withMemoryReservation(Sizes.bytes(text)));
        value("--memory-swappiness", (draft, text) -> draft.host().withMemorySwappiness(Long.valueOf(text)));
        value("--shm-size", (draft, text) -> draft.host().withShmSize(Sizes.bytes(text)));
        value("--cpus", (draft, text) -> draft.host().withNanoCPUs(Sizes.nanoCpus(text)));
        value("-c --cpu-shares", (draft, text) -> draft.host().withCpuShares(Integer.valueOf(text)));
        value("--cpu-period", (draft, text) -> draft.host().withCpuPeriod(Long.valueOf(text)));
        value("--cpu-quota", (draft, text) -> draft.host().withCpuQuota(Long.valueOf(text)));
        value("--cpuset-cpus", (draft, text) -> draft.host().withCpusetCpus(text));
        value("--cpuset-mems", (draft, text) -> draft.host().withCpusetMems(text));
        value("--pids-limit", (draft, text) -> draft.host().withPidsLimit(Long.valueOf(text)));
        value("--oom-score-adj", (draft, text) -> draft.host().withOomScoreAdj(Integer.valueOf(text)));
        bool("--oom-kill-disable", (draft, on) -> draft.host().withOomKillDisable(on));
        value("--ulimit", (draft, text) -> draft.ulimit(ulimit(text)));
    }

    private static Ulimit ulimit(String text) {
        String[] halves = text.split("=", 2);
        if (halves.length != 2) {
            throw new IllegalArgumentException("write for example nofile=1024:2048");
        }
        String[] limits = halves[1].split(":", 2);
        return new Ulimit(halves[0], Long.parseLong(limits[0]), Long.parseLong(limits[limits.length - 1]));
    }

    private static void rights() {
        bool("--privileged", (draft, on) -> draft.host().withPrivileged(on));
        value("--cap-add", (draft, text) -> draft.capabilityAdded(capability(text)));
        value("--cap-drop", (draft, text) -> draft.capabilityDropped(capability(text)));
        value("--device", (draft, text) -> draft.device(Device.parse(text)));
        value("--security-opt", (draft, text) -> draft.securityOption(text));
        value("--group-add", (draft, text) -> draft.group(text));
        value("--userns", (draft, text) -> draft.host().withUsernsMode(text));
        value("--ipc", (draft, text) -> draft.host().withIpcMode(text));
        value("--pid", (draft, text) -> draft.host().withPidMode(text));
        value("--uts", (draft, text) -> draft.host().withUtSMode(text));
        value("--cgroupns", (draft, text) -> draft.host().withCgroupnsMode(text));
        value("--cgroup-parent", (draft, text) -> draft.host().withCgroupParent(text));
        value("--runtime", (draft, text) -> draft.host().withRuntime(text));
        value("--sysctl", (draft, text) -> draft.sysctl(text));
    }

    private static Capability capability(String text) {
        String name = text.toUpperCase(Locale.ROOT);
        return Capability.valueOf(name.startsWith("CAP_") ? name.substring("CAP_".length()) : name);
    }

    private static void network() {
        value("-p --publish", (draft, text) -> draft.port(text));
        value("--expose", (draft, text) -> draft.exposed(text));
        bool("-P --publish-all", (draft, on) -> draft.host().withPublishAllPorts(on));
        value("--add-host", (draft, text) -> draft.extraHost(text));
        value("--dns", (draft, text) -> draft.dns(text));
        value("--network-alias --net-alias", (draft, text) -> draft.alias(text));
        value("--ip", (draft, text) -> draft.command().withIpv4Address(text));
        value("--ip6", (draft, text) -> draft.command().withIpv6Address(text));
        value("--mac-address", (draft, text) -> draft.command().withMacAddress(text));
    }

    private static void health() {
        value("--health-cmd", (draft, text) -> draft.health().withTest(java.util.List.of("CMD-SHELL", text)));
        value("--health-interval", (draft, text) -> draft.health().withInterval(Sizes.nanos(text)));
        value("--health-timeout", (draft, text) -> draft.health().withTimeout(Sizes.nanos(text)));
        value("--health-start-period", (draft, text) -> draft.health().withStartPeriod(Sizes.nanos(text)));
        value("--health-start-interval", (draft, text) -> draft.health().withStartInterval(Sizes.nanos(text)));
        value("--health-retries", (draft, text) -> draft.health().withRetries(Integer.valueOf(text)));
        bool("--no-healthcheck", (draft, on) -> {
            if (on) {
                draft.health().withTest(java.util.List.of("NONE"));
            }
        });
    }
}
