package dev.slipway.runner.file;

import dev.slipway.containers.ContainerPlan.Mount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folders of a job inside of one container or of its room, and the names of their files on both sides. The deepest
 * folder that holds a file names it.
 */
public final class MountTable {

    /** Where every file is called as on the host. */
    public static final MountTable NONE = MountTable.of(List.of());

    private final List<Mount> mounts;
    private final List<Alias> aliases;

    private MountTable(List<Mount> mounts, List<Alias> aliases) {
        this.mounts = mounts;
        this.aliases = aliases;
    }

    public static MountTable of(List<Mount> mounts) {
        return new MountTable(List.copyOf(mounts), List.of());
    }

    /** The same, where files are also known by the names that another container gives them. */
    public MountTable with(MountTable other) {
        List<Alias> names = new ArrayList<>();
        for (Mount mount : mounts) {
            other.inside(mount.host()).ifPresent(name -> names.add(new Alias(name, mount.target())));
        }
        return new MountTable(mounts, List.copyOf(names));
    }

    public List<Mount> mounts() {
        return mounts;
    }

    /** A file of this host as the container knows it; absent when it is not in there. */
    public Optional<String> inside(Path file) {
        if (mounts.isEmpty()) {
            return Optional.empty();
        }
        return deepest(mounts.stream()
                        .filter(mount -> file.startsWith(mount.host()))
                        .map(mount -> new Alias(mount.host().toString(), mount.target())))
                .map(found -> found.applied(file.toString()));
    }

    /** A file of the container as this host knows it; absent when it is the container's alone. */
    public Optional<Path> outside(String path) {
        if (mounts.isEmpty()) {
            return Optional.empty();
        }
        Path file = Path.of(path).normalize();
        return deepest(mounts.stream()
                        .filter(mount -> file.startsWith(Path.of(mount.target())))
                        .map(mount -> new Alias(mount.target(), mount.host().toString())))
                .map(found -> Path.of(found.applied(file.toString())));
    }

    /** A text that is one of the job's paths, in the container's words; any other text as it is. */
    public String translated(String text) {
        if (mounts.isEmpty() || !text.startsWith("/")) {
            return text;
        }
        Stream<Alias> known = Stream.concat(
                mounts.stream().map(mount -> new Alias(mount.host().toString(), mount.target())), aliases.stream());
        return deepest(known.filter(alias -> alias.begins(text)))
                .map(found -> found.applied(text))
                .orElse(text);
    }

    private static Optional<Alias> deepest(Stream<Alias> found) {
        return found.max(Comparator.comparingInt(alias -> alias.from().length()));
    }

    private record Alias(String from, String to) {

        boolean begins(String text) {
            return text.equals(from) || text.startsWith(from + "/");
        }

        String applied(String text) {
            return to + text.substring(from.length());
        }
    }
}
