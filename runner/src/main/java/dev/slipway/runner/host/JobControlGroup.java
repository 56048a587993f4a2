package dev.slipway.runner.host;

import dev.slipway.kernel.Problem;
import dev.slipway.runner.host.JobLimits.Controller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Control groups that hold the processes of one job, where this host lets us make some. No process can leave them by
 * itself, whatever sessions it opens and whatever it does to its environment, so killing the group kills the whole job.
 *
 * @param folders in the cgroup file systems, one for each hierarchy that is used
 * @param missing controllers whose limits were asked for and cannot be had here
 */
public record JobControlGroup(List<Path> folders, Set<Controller> missing) {

    private static final Logger LOG = LoggerFactory.getLogger(JobControlGroup.class);
    private static final String MEMBERS = "cgroup.procs";

    private static final Pattern ORDINARY = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final List<String> PLAIN = List.of("/bin/sh");

    /** Keeps all variables; in its POSIX mode it reads no file of the user's before it begins. */
    private static final List<String> KEEPING = List.of("/bin/bash", "--posix", "--noprofile", "--norc");

    /** Writes itself ("0") into each file named before "--", then runs what is behind it; nothing is interpreted. */
    private static final String ENTER =
            "while [ \"$1\" != -- ]; do echo 0 > \"$1\" || exit 125; shift; done; shift; exec \"$@\"";

    /** Groups for a job, as far as the host allows; absent on hosts without, or without the right. */
    static Optional<JobControlGroup> create(String job, JobLimits limits) {
        return create(ControlGroups.here(), job, limits);
    }

    private static Optional<JobControlGroup> create(ControlGroups here, String job, JobLimits limits) {
        List<Path> folders = new ArrayList<>();
        Set<Controller> missing = EnumSet.noneOf(Controller.class);
        Optional<Path> unified = here.unified().flatMap(parent -> made(parent, job));
        unified.ifPresent(folders::add);
        for (Map.Entry<Controller, Long> limit : limits.byController().entrySet()) {
            Controller controller = limit.getKey();
            boolean old = !here.limiting().contains(controller);
            Optional<Path> group = old
                    ? Optional.ofNullable(here.old().get(controller)).flatMap(parent -> made(parent, job))
                    : unified;
            if (group.isEmpty()
                    || !written(
                            group.get().resolve(old ? controller.oldFile() : controller.newFile()), limit.getValue())) {
                missing.add(controller);
            }
            group.filter(folder -> !folders.contains(folder)).ifPresent(folders::add);
        }
        return folders.isEmpty() && missing.isEmpty()
                ? Optional.empty()
                : Optional.of(new JobControlGroup(List.copyOf(folders), Set.copyOf(missing)));
    }

    /**
     * Sees to it that this host can hold jobs, as walls alone do not: what a job leaves running is found by its group.
     *
     * @throws Problem of kind UNAVAILABLE, code {@code no-isolation}, where it cannot
     */
    static void require(ControlGroups here, JobLimits limits) {
        Optional<JobControlGroup> trial =
                create(here, "trial-" + ProcessHandle.current().pid(), limits);
        trial.ifPresent(JobControlGroup::remove);
        if (trial.filter(JobControlGroup::holds).isEmpty()) {
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "no-isolation",
                    "--job-isolation is required, but this host lets the server make no control group for a job",
                    "let the server write to /sys/fs/cgroup (version 2); `slipway doctor` tells what is there");
        }
    }

    /** Groups made earlier, perhaps by a process that is dead by now. */
    static Optional<JobControlGroup> existing(String job) {
        ControlGroups here = ControlGroups.here();
        List<Path> folders = Stream.concat(here.unified().stream(), here.old().values().stream())
                .map(parent -> parent.resolve(name(job)))
                .filter(Files::isDirectory)
                .toList();
        return folders.isEmpty() ? Optional.empty() : Optional.of(new JobControlGroup(folders, Set.of()));
    }

    private static String name(String job) {
        return "slipway-" + job;
    }

    private static Optional<Path> made(Path parent, String job) {
        try {
            Path folder = Files.createDirectories(parent.resolve(name(job)));
            return Optional.of(folder).filter(made -> Files.isWritable(made.resolve(MEMBERS)));
        } catch (IOException notAllowed) {
            // Most hosts do not let an ordinary user make groups: the job is then tracked by its processes'
            // environment.
            return Optional.empty();
        }
    }

    private static boolean written(Path file, long limit) {
        try {
            Files.writeString(file, Long.toString(limit));
            return true;
        } catch (IOException e) {
            LOG.warn("the kernel refused {} for {}: {}", limit, file, e.toString());
            return false;
        }
    }

    /**
     * A command that enters the groups and then becomes the given one. Who is moved in after the start may have had
     * children by then, and those would stay outside.
     *
     * @param names of its variables; many shells lose those whose names are none of theirs, such as INPUT_DRY-RUN
     * @return absent where no shell keeps the variables
     */
    Optional<List<String>> entered(List<String> argv, Set<String> names) {
        boolean ordinary =
                names.stream().allMatch(name -> ORDINARY.matcher(name).matches());
        List<String> shell = ordinary ? PLAIN : KEEPING;
        if (!Files.isExecutable(Path.of(shell.getFirst()))) {
            return Optional.empty();
        }
        List<String> command = new ArrayList<>(shell);
        command.addAll(List.of("-c", ENTER, "enter"));
        command.addAll(doors());
        command.add("--");
        command.addAll(argv);
        return Optional.of(command);
    }

    /** The files that a process writes itself into to enter. */
    List<String> doors() {
        return folders.stream()
                .map(folder -> folder.resolve(MEMBERS).toString())
                .toList();
    }

    /** Moves a process in; its later children are born in the group. */
    void add(long pid) throws IOException {
        for (Path folder : folders) {
            try {
                Files.writeString(folder.resolve(MEMBERS), Long.toString(pid));
            } catch (IOException failed) {
                if (ProcessHandle.of(pid).isPresent()) {
                    throw failed;
                }
            }
        }
    }

    /** True when there is a group at all, and not only limits that could not be had. */
    boolean holds() {
        return !folders.isEmpty();
    }

    Set<Long> pids() {
        Set<Long> pids = new LinkedHashSet<>();
        for (Path folder : folders) {
            try {
                Files.readAllLines(folder.resolve(MEMBERS)).forEach(line -> pids.add(Long.parseLong(line)));
            } catch (IOException gone) {
                LOG.debug("{} has no members any more: {}", folder, gone.toString());
            }
        }
        return pids;
    }

    /** Kills all members at one stroke, so that none can start another meanwhile; needs Linux 5.14 and version 2. */
    void kill() {
        for (Path folder : folders) {
            Path switched = folder.resolve("cgroup.kill");
            if (Files.exists(switched)) {
                try {
                    Files.writeString(switched, "1");
                } catch (IOException e) {
                    LOG.warn("the members of {} are killed one by one: {}", folder, e.toString());
                }
            }
        }
    }

    /** True when the kernel has killed a process because the job used more memory than it may. */
    boolean ranOutOfMemory() {
        return folders.stream()
                .flatMap(folder -> Stream.of(folder.resolve("memory.events"), folder.resolve("memory.oom_control")))
                .filter(Files::isReadable)
                .flatMap(JobControlGroup::lines)
                .anyMatch(line -> line.startsWith("oom_kill ") && !line.endsWith(" 0"));
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException gone) {
            LOG.debug("{} is gone: {}", file, gone.toString());
            return Stream.empty();
        }
    }

    /** Removes the empty groups; those that still have members stay, which the next start finds. */
    void remove() {
        if (pids().isEmpty()) {
            folders.forEach(folder -> folder.toFile().delete());
        }
    }
}
