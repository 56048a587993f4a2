package dev.slipway.runner.host;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A cgroup (version 2) that holds the processes of one job, where this host lets us make one. No process can leave it by
 * itself, whatever sessions it opens, so killing the group kills the whole job.
 *
 * @param folder in the cgroup file system
 */
public record JobControlGroup(Path folder) {

    /** The group of that name below our own, if the host allows; absent on hosts without, or without the right. */
    public static Optional<JobControlGroup> create(String job) {
        return parent().flatMap(parent -> make(parent.resolve("slipway-" + job)));
    }

    /** A group made earlier, perhaps by a process that is dead by now. */
    public static Optional<JobControlGroup> existing(String job) {
        return parent().map(parent -> parent.resolve("slipway-" + job))
                .filter(Files::isDirectory)
                .map(JobControlGroup::new);
    }

    private static Optional<JobControlGroup> make(Path folder) {
        try {
            Files.createDirectories(folder);
            JobControlGroup group = new JobControlGroup(folder);
            return Files.isWritable(group.members()) ? Optional.of(group) : Optional.empty();
        } catch (IOException notAllowed) {
            // Most hosts do not let an ordinary user make groups: the job is then tracked by its processes'
            // environment.
            return Optional.empty();
        }
    }

    private static Optional<Path> parent() {
        try {
            Optional<String> own = Files.readAllLines(Path.of("/proc/self/cgroup")).stream()
                    .filter(line -> line.startsWith("0::"))
                    .map(line -> line.substring("0::".length()))
                    .findFirst();
            Optional<Path> mount = Files.readAllLines(Path.of("/proc/self/mountinfo")).stream()
                    .filter(line -> line.contains(" - cgroup2 "))
                    .map(line -> Path.of(line.split(" ")[4]))
                    .findFirst();
            return mount.flatMap(root -> own.map(path -> root.resolve(path.substring(1))))
                    .filter(folder -> Files.isRegularFile(folder.resolve("cgroup.procs")));
        } catch (IOException noProcfs) {
            return Optional.empty();
        }
    }

    private Path members() {
        return folder.resolve("cgroup.procs");
    }

    /** Moves a process in; its later children are born in the group. */
    void add(long pid) throws IOException {
        try {
            Files.writeString(members(), Long.toString(pid));
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException ended) {
            if (ProcessHandle.of(pid).isPresent()) {
                throw ended;
            }
        }
    }

    List<Long> pids() {
        try {
            return Files.readAllLines(members()).stream().map(Long::parseLong).toList();
        } catch (IOException gone) {
            return List.of();
        }
    }

    /** Removes the empty group; one that still has members stays, which the next start finds. */
    void remove() {
        if (pids().isEmpty()) {
            folder.toFile().delete();
        }
    }
}
