package dev.slipway.runner.host;

import dev.slipway.runner.file.FileTree;
import dev.slipway.runner.wall.Account;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folders of one job. Each job starts with fresh ones, which are removed when it is closed, so that nothing of one
 * run leaks into the next; only the tool cache is shared.
 *
 * @param root holds all but the tool cache
 * @param work {@code GITHUB_WORKSPACE}: where steps start
 * @param temp {@code RUNNER_TEMP}
 * @param commands scripts and file commands, not shown to users
 * @param toolCache {@code RUNNER_TOOL_CACHE}
 * @param owner whom the folders that programs write to belong to; absent for this process's own account
 * @param contained whether steps run in a container, whose image says which account they have
 */
public record JobWorkspace(
        Path root, Path work, Path temp, Path commands, Path toolCache, Optional<Account> owner, boolean contained)
        implements AutoCloseable {

    private static final Set<PosixFilePermission> TRAVERSED = PosixFilePermissions.fromString("rwx--x--x");
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    /** A workspace on a host where no tools were put ready. */
    public static JobWorkspace create(Path parent, String project) throws IOException {
        return create(parent, project, Optional.empty());
    }

    /**
     * Makes the folders, readable by their owner alone. They lie under the lowest number that no other job has, so that
     * a job finds its files where the last one had them, as on a runner of one's own: compilers and build tools write
     * absolute paths into what they keep in caches.
     *
     * @param parent where job folders live
     * @param project names the inner folder, as GitHub repeats the repository's name
     * @param tools that are ready on the host
     */
    static JobWorkspace create(Path parent, String project, Optional<PreparedTools> tools) throws IOException {
        Files.createDirectories(parent);
        Path root = lowestFree(parent.toRealPath());
        JobWorkspace workspace = new JobWorkspace(
                root,
                root.resolve("work").resolve(plain(project)),
                root.resolve("temp"),
                root.resolve("commands"),
                tools.map(PreparedTools::folder).orElse(parent.toRealPath().resolve("_tool")),
                Optional.empty(),
                false);
        Files.createDirectories(workspace.work());
        Files.createDirectories(workspace.temp());
        Files.createDirectories(workspace.commands());
        Files.createDirectories(workspace.toolCache());
        return workspace;
    }

    private static Path lowestFree(Path parent) throws IOException {
        int number = 1;
        while (!isOurs(parent.resolve(Integer.toString(number)))) {
            number++;
        }
        return parent.resolve(Integer.toString(number));
    }

    /** Of those who ask at the same time the file system lets one make it. */
    private static boolean isOurs(Path root) throws IOException {
        try {
            Files.createDirectory(root, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            return true;
        } catch (FileAlreadyExistsException anothers) {
            return false;
        }
    }

    /**
     * The same folders for a job with an account of its own. Those that hold others stay the server's, so that the job
     * cannot put a link in the place of a folder; the tool cache is the job's alone, for what one job puts there another
     * would run. Tools that are ready on the host are shown in it.
     */
    JobWorkspace lentTo(Account account, Optional<PreparedTools> tools) throws IOException {
        JobWorkspace lent = new JobWorkspace(root, work, temp, commands, ownTools(), Optional.of(account), false);
        Files.setPosixFilePermissions(root, TRAVERSED);
        Files.setPosixFilePermissions(commands, TRAVERSED);
        Files.createDirectories(home());
        Files.createDirectories(lent.toolCache());
        if (tools.isPresent()) {
            tools.get().showIn(lent.toolCache());
        }
        for (Path own : List.of(work, temp, lent.toolCache())) {
            account.ownTree(own);
        }
        return lent;
    }

    /**
     * The same folders for a job whose steps run in a container: whatever account its image names may write to them. The
     * root stays closed, so that on this host nobody else comes near them; what holds scripts and file commands is the
     * server's, so that no link takes the place of one.
     */
    JobWorkspace inContainer() throws IOException {
        JobWorkspace open = new JobWorkspace(root, work, temp, commands, toolCache, owner, true);
        Files.setPosixFilePermissions(commands, TRAVERSED);
        open.handOver(root.resolve("work"));
        open.handOver(temp);
        return open;
    }

    /** Gives a tree that this process has made here to the programs of the job. */
    public void handOver(Path made) throws IOException {
        if (owner.isPresent()) {
            owner.get().ownTree(made);
        } else if (contained) {
            FileTree.open(made);
        }
    }

    /** The folders of all jobs in a folder that were not removed; what is shared begins with an underscore. */
    public static List<Path> remains(Path parent) throws IOException {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(child -> !child.getFileName().toString().startsWith("_"))
                    .toList();
        }
    }

    /** Copies of the actions of other repositories, for containers that see nothing else of this host. */
    public Path actions() {
        return root.resolve("actions");
    }

    /** The tool cache of a job that shares none with others. */
    Path ownTools() {
        return root.resolve("tool");
    }

    /** Home of the user in the containers of the job. */
    public Path home() {
        return temp.resolve("_github_home");
    }

    private static String plain(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9._-]", "-");
        return plain.isEmpty() || plain.chars().allMatch(c -> c == '.') ? "_" : plain;
    }

    /** Removes the folders with all that is in them, even what the job made unwritable. */
    @Override
    public void close() throws IOException {
        FileTree.remove(root);
    }
}
