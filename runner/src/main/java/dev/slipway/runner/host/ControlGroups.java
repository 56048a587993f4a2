package dev.slipway.runner.host;

import dev.slipway.runner.host.JobLimits.Controller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where this host lets us make control groups for jobs, looked for controller by controller: hybrid hosts have some in
 * version 1 and some in version 2. Version 2 has no limits below a group that has processes itself, so the groups of
 * jobs lie below one of our own at the top, or, without the right to make that, below the server's without limits.
 *
 * @param unified folder for groups of version 2
 * @param limiting controllers that limit below {@code unified}
 * @param old folders for groups of version 1, by controller
 */
record ControlGroups(Optional<Path> unified, Set<Controller> limiting, Map<Controller, Path> old) {

    private static final Logger LOG = LoggerFactory.getLogger(ControlGroups.class);
    private static final String OURS = "slipway-jobs";

    /** Found once: the mounts of a host do not change while it runs. */
    private static final ControlGroups HERE = detect();

    static ControlGroups here() {
        return HERE;
    }

    private static ControlGroups detect() {
        List<String> mounts;
        try {
            mounts = Files.readAllLines(Path.of("/proc/self/mounts"));
        } catch (IOException noProcfs) {
            LOG.debug("this host has no control groups: {}", noProcfs.toString());
            return new ControlGroups(Optional.empty(), Set.of(), Map.of());
        }
        Optional<Path> unified = Optional.empty();
        Set<Controller> limiting = Set.of();
        Map<Controller, Path> old = new EnumMap<>(Controller.class);
        for (String line : mounts) {
            String[] fields = line.split(" ");
            if (fields[2].equals("cgroup2")) {
                Path root = Path.of(fields[1]);
                Optional<Path> top = made(root.resolve(OURS));
                limiting = top.map(ControlGroups::enabled).orElse(Set.of());
                unified = top.or(() -> own(root));
            } else if (fields[2].equals("cgroup")) {
                List<String> options = List.of(fields[3].split(","));
                for (Controller controller : Controller.values()) {
                    if (options.contains(controller.word())) {
                        made(Path.of(fields[1]).resolve(OURS)).ifPresent(folder -> old.put(controller, folder));
                    }
                }
            }
        }
        return new ControlGroups(unified, limiting, Map.copyOf(old));
    }

    private static Optional<Path> made(Path folder) {
        try {
            Files.createDirectories(folder);
            return Optional.of(folder).filter(made -> Files.isWritable(made.resolve("cgroup.procs")));
        } catch (IOException notAllowed) {
            LOG.debug("no control groups below {}: {}", folder, notAllowed.toString());
            return Optional.empty();
        }
    }

    private static Set<Controller> enabled(Path ours) {
        Set<Controller> enabled = EnumSet.noneOf(Controller.class);
        for (Controller controller : Controller.values()) {
            try {
                Files.writeString(ours.resolveSibling("cgroup.subtree_control"), "+" + controller.word());
                Files.writeString(ours.resolve("cgroup.subtree_control"), "+" + controller.word());
                enabled.add(controller);
            } catch (IOException e) {
                LOG.debug("controller {} is not to be had in version 2: {}", controller.word(), e.toString());
            }
        }
        return enabled;
    }

    /** The group that this process is in itself. */
    private static Optional<Path> own(Path root) {
        try {
            return Files.readAllLines(Path.of("/proc/self/cgroup")).stream()
                    .filter(line -> line.startsWith("0::/"))
                    .map(line -> root.resolve(line.substring("0::/".length())))
                    .filter(folder -> Files.isRegularFile(folder.resolve("cgroup.procs")))
                    .findFirst();
        } catch (IOException e) {
            LOG.debug("the own control group is not known: {}", e.toString());
            return Optional.empty();
        }
    }
}
