package dev.slipway.cli;

import dev.slipway.kernel.Problem;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Looks at what Slipway needs from this machine. */
final class Machine {

    private static final int JAVA = 25;
    private static final long LITTLE_SPACE = 2L << 30;
    private static final Path KERNELS_NAME = Path.of("/proc/sys/kernel/hostname");

    private final Surroundings here;
    private final Scope scope;

    Machine(Surroundings here, Scope scope) {
        this.here = here;
        this.scope = scope;
    }

    /** What it is called; absent where nothing says. */
    static Optional<String> name() {
        try {
            return Optional.of(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException inNoDirectory) {
            return nameOfTheKernel();
        }
    }

    /** Many small machines have a name that no directory knows. */
    private static Optional<String> nameOfTheKernel() {
        try {
            return Optional.of(Files.readString(KERNELS_NAME).strip()).filter(name -> !name.isEmpty());
        } catch (IOException notLinux) {
            return Optional.empty();
        }
    }

    List<Checkup> look() {
        List<Checkup> checkups = new ArrayList<>();
        checkups.add(java());
        checkups.add(git());
        checkups.add(tool("bash", "steps with the default shell need it"));
        checkups.add(tool("setsid", "part of util-linux; without it, a Ctrl-C for Slipway also reaches what it runs"));
        checkups.add(controlGroups());
        checkups.addAll(walls());
        checkups.add(home());
        checkups.add(credentials());
        checkups.add(server());
        return checkups;
    }

    private static Checkup java() {
        int version = Runtime.version().feature();
        return version >= JAVA
                ? Checkup.ok("Java " + Runtime.version())
                : Checkup.fail("Java " + version, "install a JDK " + JAVA + " and set JAVA_HOME to it");
    }

    private Checkup git() {
        return GitRemote.git(here.folder(), List.of("--version"))
                .map(Checkup::ok)
                .orElseGet(() -> Checkup.fail("git is not on PATH", "install git: pushes and checkouts need it"));
    }

    private Checkup tool(String name, String why) {
        Optional<Path> found = here.variable("PATH").stream()
                .flatMap(path -> List.of(path.split(File.pathSeparator)).stream())
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
        return found.map(path -> Checkup.ok(name + " at " + path))
                .orElseGet(() -> Checkup.warn(name + " is not on PATH", why));
    }

    /** The parts of walls around jobs, each alone; the log of the server and of each job say what came of them. */
    private List<Checkup> walls() {
        String without = "jobs have no walls then, and those of strangers do not run";
        Checkup account = "root".equals(System.getProperty("user.name"))
                ? Checkup.ok("jobs of a server of this account can have accounts of their own")
                : Checkup.warn("only a server that runs as root gives jobs accounts of their own", without);
        return List.of(
                account,
                tool("bwrap", "install bubblewrap: " + without),
                tool("nsenter", "part of util-linux: " + without));
    }

    private static Checkup controlGroups() {
        String without = "limits of memory and CPU are not held, jobs of strangers do not run, and a server with"
                + " --job-isolation required does not start";
        Path root = Path.of("/sys/fs/cgroup/cgroup.controllers");
        if (Files.notExists(root)) {
            return Checkup.warn("no control groups (version 2)", without);
        }
        return Files.isWritable(root.getParent())
                ? Checkup.ok("control groups can be made")
                : Checkup.warn("control groups cannot be made by this user", without);
    }

    private Checkup home() {
        Path home = here.variable("SLIPWAY_HOME")
                .map(Path::of)
                .orElseGet(() -> here.home().resolve(".slipway"));
        Path there = home.toAbsolutePath().normalize();
        while (Files.notExists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        if (!Files.isWritable(there)) {
            return Checkup.fail("cannot write to " + there, "set SLIPWAY_HOME to a folder of your own");
        }
        try {
            long free = Files.getFileStore(there).getUsableSpace();
            String what = "data under " + home + ", " + (free >> 30) + " GiB free";
            return free >= LITTLE_SPACE ? Checkup.ok(what) : Checkup.warn(what, "artifacts and logs may fill it");
        } catch (IOException e) {
            return Checkup.fail("cannot look at " + there + ": " + e.getMessage(), "set SLIPWAY_HOME elsewhere");
        }
    }

    private Checkup credentials() {
        Path file = Credentials.file(here);
        if (Files.notExists(file)) {
            return Checkup.ok("not logged in anywhere");
        }
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            permissions.removeAll(Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
            return permissions.isEmpty()
                    ? Checkup.ok("tokens in " + file + ", readable by you alone")
                    : Checkup.fail("others can read the tokens in " + file, "chmod 600 " + file);
        } catch (IOException e) {
            return Checkup.fail("cannot look at " + file + ": " + e.getMessage(), "check who owns it");
        }
    }

    /** The parts that are not well, each with its reason. */
    private static String ailments(JsonNode health) {
        return health.path("parts")
                .valueStream()
                .filter(part -> !part.path("status").asString("").equals("healthy"))
                .map(part -> part.path("name").asString("") + ": "
                        + part.path("reason").asString(""))
                .collect(Collectors.joining("; "));
    }

    private Checkup server() {
        try {
            JsonNode health = scope.api(here).health();
            String status = health.path("status").asString("unknown");
            return switch (status) {
                case "healthy" -> Checkup.ok("the server is healthy");
                case "unhealthy" -> Checkup.fail("the server is unhealthy: " + ailments(health), "look at its log");
                default -> Checkup.warn("the server is " + status + ": " + ailments(health), "look at its log");
            };
        } catch (Problem problem) {
            return Checkup.warn(
                    problem.message(), Optional.ofNullable(problem.hint()).orElse("start it with 'slipway server'"));
        }
    }
}
