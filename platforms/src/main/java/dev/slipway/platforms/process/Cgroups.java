package dev.slipway.platforms.process;

import dev.slipway.delivery.config.ServiceConfig.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control groups of this machine, looked for controller by controller: hybrid machines have some in version 1 and
 * some in version 2. A version 2 hierarchy is used for killing even when it limits nothing.
 *
 * @param unified folder for our groups in version 2
 * @param v1 folders for our groups in version 1, by controller
 * @param v2Controllers controllers that work below {@code unified}
 */
record Cgroups(Optional<Path> unified, Map<String, Path> v1, List<String> v2Controllers) {

    private static final Logger LOG = LoggerFactory.getLogger(Cgroups.class);
    private static final List<String> CONTROLLERS = List.of("memory", "cpu");
    private static final String OURS = "slipway";

    static Cgroups none() {
        return new Cgroups(Optional.empty(), Map.of(), List.of());
    }

    static Cgroups detect() throws IOException {
        Path mounts = Path.of("/proc/self/mounts");
        if (!Files.isReadable(mounts)) {
            return none();
        }
        Optional<Path> unified = Optional.empty();
        Map<String, Path> v1 = new LinkedHashMap<>();
        for (String line : Files.readAllLines(mounts)) {
            String[] fields = line.split(" ");
            if (fields[2].equals("cgroup2")) {
                unified = writableFolder(Path.of(fields[1]));
            } else if (fields[2].equals("cgroup")) {
                List<String> options = List.of(fields[3].split(","));
                for (String controller : CONTROLLERS) {
                    if (options.contains(controller)) {
                        writableFolder(Path.of(fields[1])).ifPresent(folder -> v1.put(controller, folder));
                    }
                }
            }
        }
        List<String> v2 = unified.map(Cgroups::enable).orElse(List.of());
        return new Cgroups(unified, Map.copyOf(v1), v2);
    }

    /** Groups for one instance, with its limits put on; what cannot be limited is said, not failed. */
    Cgroup create(String name, Resources resources) throws IOException {
        List<Path> groups = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        if (unified.isPresent()) {
            groups.add(Files.createDirectories(unified.get().resolve(name)));
        }
        if (resources.memoryBytes().isPresent()) {
            String bytes = Long.toString(resources.memoryBytes().getAsLong());
            limit("memory", name, Map.of("memory.max", bytes), Map.of("memory.limit_in_bytes", bytes), groups, missing);
        }
        if (resources.cpu().isPresent()) {
            String quota =
                    Long.toString(Math.max(1000, Math.round(resources.cpu().getAsDouble() * 100_000)));
            limit(
                    "cpu",
                    name,
                    Map.of("cpu.max", quota + " 100000"),
                    Map.of("cpu.cfs_quota_us", quota),
                    groups,
                    missing);
        }
        return new CgroupFolders(List.copyOf(groups), List.copyOf(missing));
    }

    private void limit(
            String controller,
            String name,
            Map<String, String> newFiles,
            Map<String, String> oldFiles,
            List<Path> groups,
            List<String> missing) {
        try {
            if (v2Controllers.contains(controller)) {
                write(unified.orElseThrow().resolve(name), newFiles);
            } else if (v1.containsKey(controller)) {
                Path group = Files.createDirectories(v1.get(controller).resolve(name));
                groups.add(group);
                write(group, oldFiles);
            } else {
                missing.add(controller);
            }
        } catch (IOException e) {
            LOG.warn("the kernel refused the {} limit of {}", controller, name, e);
            missing.add(controller);
        }
    }

    private static void write(Path group, Map<String, String> files) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(group.resolve(file.getKey()), file.getValue());
        }
    }

    private static Optional<Path> writableFolder(Path mount) {
        try {
            return Optional.of(Files.createDirectories(mount.resolve(OURS)));
        } catch (IOException e) {
            LOG.debug("no control groups below {}: {}", mount, e.toString());
            return Optional.empty();
        }
    }

    private static List<String> enable(Path ours) {
        List<String> enabled = new ArrayList<>();
        for (String controller : CONTROLLERS) {
            try {
                Files.writeString(ours.resolveSibling("cgroup.subtree_control"), "+" + controller);
                Files.writeString(ours.resolve("cgroup.subtree_control"), "+" + controller);
                enabled.add(controller);
            } catch (IOException e) {
                LOG.debug("controller {} is not to be had in version 2: {}", controller, e.toString());
            }
        }
        return List.copyOf(enabled);
    }
}
