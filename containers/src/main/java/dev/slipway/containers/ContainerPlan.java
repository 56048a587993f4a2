package dev.slipway.containers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A container to be made.
 *
 * @param image reference or id
 * @param name unique on the engine
 * @param entrypoint instead of the image's own; absent to leave it
 * @param command arguments of the entry point; empty for the image's own
 * @param workingDirectory absent for the image's own
 * @param mounts folders of this machine
 * @param volumes as {@code docker create --volume} takes them
 * @param ports as {@code docker create --publish} takes them; on the loopback unless an address is written
 * @param network by name; absent for the engine's own
 * @param aliases names on that network
 * @param hosts addresses by further names that programs in there can call
 * @param options more of it, in the words of {@code docker create}
 */
public record ContainerPlan(
        String image,
        String name,
        Optional<String> entrypoint,
        List<String> command,
        Optional<String> workingDirectory,
        Map<String, String> env,
        Map<String, String> labels,
        List<Mount> mounts,
        List<String> volumes,
        List<String> ports,
        Optional<String> network,
        List<String> aliases,
        Map<String, String> hosts,
        CreateOptions options) {

    /** A folder or file of this machine inside of the container. */
    public record Mount(Path host, String target, boolean readOnly) {}

    public static Draft of(String image, String name) {
        return new Draft(image, name);
    }

    /** Collects what a plan says beside image and name. */
    public static final class Draft {

        private final String image;
        private final String name;
        private Optional<String> entrypoint = Optional.empty();
        private List<String> command = List.of();
        private Optional<String> workingDirectory = Optional.empty();
        private final Map<String, String> env = new LinkedHashMap<>();
        private final Map<String, String> labels = new LinkedHashMap<>();
        private final List<Mount> mounts = new ArrayList<>();
        private final List<String> volumes = new ArrayList<>();
        private final List<String> ports = new ArrayList<>();
        private Optional<String> network = Optional.empty();
        private List<String> aliases = List.of();
        private final Map<String, String> hosts = new LinkedHashMap<>();
        private CreateOptions options = CreateOptions.NONE;

        private Draft(String image, String name) {
            this.image = image;
            this.name = name;
        }

        public Draft entrypoint(Optional<String> program) {
            this.entrypoint = program;
            return this;
        }

        public Draft command(List<String> arguments) {
            this.command = arguments;
            return this;
        }

        public Draft workingDirectory(String folder) {
            this.workingDirectory = Optional.of(folder);
            return this;
        }

        public Draft env(Map<String, String> variables) {
            env.putAll(variables);
            return this;
        }

        public Draft labels(Map<String, String> more) {
            labels.putAll(more);
            return this;
        }

        public Draft mounts(List<Mount> more) {
            mounts.addAll(more);
            return this;
        }

        public Draft volumes(List<String> more) {
            volumes.addAll(more);
            return this;
        }

        public Draft ports(List<String> more) {
            ports.addAll(more);
            return this;
        }

        /** Joins a network under these names. */
        public Draft network(String joined, String... names) {
            this.network = Optional.of(joined);
            this.aliases = List.of(names);
            return this;
        }

        public Draft hosts(Map<String, String> more) {
            hosts.putAll(more);
            return this;
        }

        public Draft options(CreateOptions more) {
            this.options = more;
            return this;
        }

        public ContainerPlan plan() {
            return new ContainerPlan(
                    image,
                    name,
                    entrypoint,
                    List.copyOf(command),
                    workingDirectory,
                    Map.copyOf(env),
                    Map.copyOf(labels),
                    List.copyOf(mounts),
                    List.copyOf(volumes),
                    List.copyOf(ports),
                    network,
                    aliases,
                    Map.copyOf(hosts),
                    options);
        }
    }
}
