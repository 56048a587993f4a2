package dev.slipway.runner.wall;

import dev.slipway.kernel.Problem;
import dev.slipway.runner.file.FileTree;
import dev.slipway.runner.file.MountTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The walls that this host has for jobs, tried once before the first job. Account and room stand or fall together: the
 * folders of jobs lie in the server's home, which is closed to other accounts, and only the room shows a job its own.
 */
public final class Walls {

    private static final Logger LOG = LoggerFactory.getLogger(Walls.class);
    private static final long TRIAL_SECONDS = 30;

    private final Isolation isolation;
    private final Optional<Builder> builder;
    private final String why;

    private Walls(Isolation isolation, Optional<Builder> builder, String why) {
        this.isolation = isolation;
        this.builder = builder;
        this.why = why;
    }

    /** What rooms are built from. */
    private record Builder(RoomTools tools, Accounts accounts, RoomPlan plan) {
        Room open(RoomFolders folders) throws IOException {
            return Room.open(tools, accounts.lend(), plan.arguments(folders));
        }
    }

    /**
     * What the settings say of walls.
     *
     * @param secret files and folders that no job may see
     */
    public record Order(Isolation isolation, AccountRange accounts, List<Path> secret) {}

    /** For jobs of whoever runs them himself. */
    public static Walls none() {
        return new Walls(Isolation.NONE, Optional.empty(), "none were asked for");
    }

    /**
     * @param folder that the folders of jobs are made in
     * @param environment that jobs begin with
     * @throws Problem of kind UNAVAILABLE, code {@code no-isolation}, where walls are required and cannot be had
     */
    public static Walls find(Order order, Path folder, Map<String, String> environment) {
        if (order.isolation() == Isolation.NONE) {
            return none();
        }
        Optional<String> missing = HostParts.noAccounts().or(RoomTools::missing);
        Optional<Builder> builder = Optional.empty();
        if (missing.isEmpty()) {
            try {
                builder = Optional.of(new Builder(
                        RoomTools.here(), new Accounts(order.accounts()), RoomPlan.of(order.secret(), environment)));
                tryOut(builder.get(), folder);
            } catch (IOException | Problem e) {
                LOG.warn("jobs have no walls on this host: {}", e.toString());
                builder = Optional.empty();
                missing = Optional.of(String.valueOf(e.getMessage()));
            }
        }
        if (builder.isEmpty() && order.isolation() == Isolation.REQUIRED) {
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "no-isolation",
                    "--job-isolation is required, but jobs cannot have walls here: " + missing.orElse(""),
                    "run the server as root on Linux with bubblewrap installed; `slipway doctor` tells what is there");
        }
        return new Walls(order.isolation(), builder, missing.orElse(""));
    }

    private static void tryOut(Builder builder, Path folder) throws IOException {
        Files.createDirectories(folder);
        Path trial = Files.createTempDirectory(folder.toRealPath(), "_walls-");
        Path temporary = Files.createDirectory(trial.resolve("tmp"));
        Path home = Files.createDirectory(trial.resolve("home"));
        Path passwd = Files.createFile(trial.resolve("passwd"));
        Path group = Files.createFile(trial.resolve("group"));
        try (Room room = builder.open(new RoomFolders(trial, temporary, home, Map.of(), passwd, group))) {
            ProcessBuilder command = new ProcessBuilder(room.entered(List.of("/bin/sh", "-c", "id -u"), Path.of("/")));
            command.environment().clear();
            command.environment().putAll(Room.OWN_VARIABLES);
            Process process = command.redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (!process.waitFor(TRIAL_SECONDS, TimeUnit.SECONDS)
                    || !said.strip().equals(Integer.toString(room.account().number()))) {
                throw new IOException("a room cannot be entered: " + said.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while trying the walls", e);
        } finally {
            FileTree.remove(trial);
        }
    }

    /** True when every job without a container of its own runs behind them. */
    public boolean stand() {
        return builder.isPresent();
    }

    /** Why they do not stand; empty when they do. */
    public String why() {
        return why;
    }

    /** What the settings ask for. */
    public Isolation isolation() {
        return isolation;
    }

    /** True when a job sees what lies there. */
    public boolean shows(Path path) {
        return builder.filter(build -> build.plan().isHidden(path)).isEmpty();
    }

    /** Where a job with these folders sees some of them; call only where they stand. */
    public MountTable view(RoomFolders folders) {
        return builder.orElseThrow().plan().view(folders);
    }

    /** A room for a job; call only where they stand. */
    public Room open(RoomFolders folders) throws IOException {
        return builder.orElseThrow().open(folders);
    }
}
