package dev.slipway.runner.wall;

import dev.slipway.containers.ContainerPlan.Mount;
import dev.slipway.runner.file.MountTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a job sees of this host: the whole of it, to be read as far as its account may, but for what belongs to people
 * and to the server, which is hidden behind empty folders; a temporary folder of its own; and its own folders, where they
 * are on the host.
 */
final class RoomPlan {

    /** Variables that name folders of tools, which are shown even where they lie in somebody's home. */
    private static final List<String> TOOLS =
            List.of("JAVA_HOME", "NVM_DIR", "PYENV_ROOT", "GOROOT", "RUSTUP_HOME", "RUNNER_TOOL_CACHE");

    private static final List<Path> PRIVATE = List.of(Path.of("/home"), Path.of("/root"), Path.of("/run"));
    /** Where a job sees its home, as on GitHub: caches are found again by the absolute paths that they were saved from. */
    private static final Path HOME = Path.of("/home/runner");

    private static final Path TMP = Path.of("/tmp");
    private static final Path VAR_TMP = Path.of("/var/tmp");

    private final Set<Path> hidden = new LinkedHashSet<>(List.of(TMP, VAR_TMP));
    private final Set<Path> shown = new LinkedHashSet<>();
    private final List<String> arguments = new ArrayList<>(List.of("--ro-bind", "/", "/", "--dev", "/dev", "--proc"));

    private RoomPlan() {
        arguments.add("/proc");
    }

    /**
     * @param secret files and folders of the server, which no job sees
     * @param environment that jobs begin with
     */
    static RoomPlan of(List<Path> secret, Map<String, String> environment) throws IOException {
        RoomPlan plan = new RoomPlan();
        for (Path folder : PRIVATE) {
            plan.hide(folder);
        }
        for (Path folder : secret) {
            plan.hide(folder);
        }
        plan.show(Path.of("/etc/resolv.conf"));
        for (String name : TOOLS) {
            String folder = environment.getOrDefault(name, "");
            if (folder.startsWith("/") && secret.stream().noneMatch(Path.of(folder)::startsWith)) {
                plan.show(Path.of(folder));
            }
        }
        return plan;
    }

    private void hide(Path folder) throws IOException {
        if (Files.isRegularFile(folder)) {
            arguments.addAll(
                    List.of("--ro-bind", "/dev/null", folder.toRealPath().toString()));
        } else if (Files.isDirectory(folder)) {
            Path real = folder.toRealPath();
            if (!isHidden(real)) {
                hidden.add(real);
                arguments.addAll(List.of("--tmpfs", real.toString()));
            }
        }
    }

    private void show(Path path) throws IOException {
        if (Files.exists(path)) {
            Path real = path.toRealPath();
            if (isHidden(real)) {
                shown.add(real);
            }
        }
    }

    /** True when a job does not see what this host has there. */
    boolean isHidden(Path path) {
        return hidden.stream().anyMatch(path::startsWith) && shown.stream().noneMatch(path::startsWith);
    }

    /**
     * What tells bubblewrap of it.
     *
     * @param folders of the job: its root is at the same place as on the host
     */
    List<String> arguments(RoomFolders folders) throws IOException {
        List<String> all = new ArrayList<>(arguments);
        for (Path closed : closed(folders.root())) {
            all.addAll(List.of("--tmpfs", closed.toString()));
        }
        all.addAll(List.of("--bind", folders.temporary().toString(), TMP.toString()));
        all.addAll(List.of("--bind", folders.temporary().toString(), VAR_TMP.toString()));
        for (Path tool : shown) {
            parents(tool, all);
            all.addAll(List.of("--ro-bind", tool.toString(), tool.toString()));
        }
        parents(folders.root(), all);
        all.addAll(List.of("--bind", folders.root().toString(), folders.root().toString()));
        for (Mount mount : view(folders).mounts()) {
            parents(Path.of(mount.target()), all);
            all.addAll(List.of("--bind", mount.host().toString(), mount.target()));
        }
        all.addAll(List.of("--ro-bind", folders.passwd().toString(), "/etc/passwd"));
        all.addAll(List.of("--ro-bind", folders.group().toString(), "/etc/group"));
        return all;
    }

    /**
     * Where a job sees its home, and its other folders in that; where this host has something else to be seen at the usual
     * place, all is seen where it is.
     */
    MountTable view(RoomFolders folders) {
        boolean free = hidden.contains(HOME.getParent())
                && shown.stream().noneMatch(tool -> tool.startsWith(HOME))
                && !folders.root().startsWith(HOME);
        if (!free) {
            return MountTable.NONE;
        }
        List<Mount> mounts = new ArrayList<>(List.of(new Mount(folders.home(), HOME.toString(), false)));
        folders.inHome().forEach((name, folder) -> mounts.add(new Mount(folder, HOME + "/" + name, false)));
        return MountTable.of(mounts);
    }

    /** A folder on the way to the job's that lets no others through: an empty one takes its place. */
    private List<Path> closed(Path root) throws IOException {
        for (Path folder = root.getRoot(); folder != null && !folder.equals(root); folder = next(folder, root)) {
            if (!isHidden(folder)
                    && !Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS)
                            .contains(PosixFilePermission.OTHERS_EXECUTE)) {
                return List.of(folder);
            }
        }
        return List.of();
    }

    private static Path next(Path folder, Path root) {
        return root.getRoot().resolve(root.subpath(0, folder.getNameCount() + 1));
    }

    /** Folders on the way, which bubblewrap would make closed to the account. */
    private static void parents(Path path, List<String> all) {
        Path parent = path.getParent();
        if (parent != null && parent.getNameCount() > 0) {
            parents(parent, all);
            all.addAll(List.of("--perms", "0755", "--dir", parent.toString()));
        }
    }
}
