package dev.slipway.runner.host;

import dev.slipway.runner.file.MountTable;
import dev.slipway.runner.wall.Account;
import dev.slipway.runner.wall.Room;
import dev.slipway.runner.wall.RoomFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/**
 * Where one job lives on this host, from its first step to its last: its folders and, where it has walls, its room.
 *
 * @param workspace its folders
 * @param host as it sees it
 * @param room absent without walls
 * @param view where the room shows folders elsewhere than they are
 */
public record Lodging(JobWorkspace workspace, RunnerHost host, Optional<Room> room, MountTable view)
        implements AutoCloseable {

    /** What the account of every job with walls is called there. */
    static final String USER = "runner";

    /**
     * @param project names the inner folder
     * @param contained whether its steps run in a container, which is its wall; others run behind those of the host
     */
    public static Lodging open(RunnerHost host, String project, boolean contained) throws IOException {
        Optional<PreparedTools> tools = PreparedTools.of(host.environment());
        JobWorkspace workspace = JobWorkspace.create(host.folder(), project, tools);
        if (contained) {
            return new Lodging(workspace.inContainer(), host, Optional.empty(), MountTable.NONE);
        } else if (!host.walls().stand()) {
            return new Lodging(workspace, host, Optional.empty(), MountTable.NONE);
        }
        try {
            return behindWalls(host, workspace, tools);
        } catch (IOException | RuntimeException e) {
            workspace.close();
            throw e;
        }
    }

    private static Lodging behindWalls(RunnerHost host, JobWorkspace workspace, Optional<PreparedTools> tools)
            throws IOException {
        Path root = workspace.root();
        Path temporary = Files.createDirectory(root.resolve("tmp"));
        Path home = Files.createDirectories(workspace.home());
        RoomFolders folders = new RoomFolders(
                root, temporary, home, inHome(workspace), root.resolve("passwd"), root.resolve("group"));
        Files.createFile(folders.passwd());
        Files.createFile(folders.group());
        Room room = host.walls().open(folders);
        try {
            Account account = room.account();
            account.own(temporary);
            JobWorkspace lent = workspace.lentTo(account, tools);
            MountTable view = host.walls().view(folders);
            String seen = view.inside(home).orElse(home.toString());
            String ids = account.number() + ":";
            name(folders.passwd(), "/etc/passwd", USER + ":x:" + ids + ids + ":" + seen + ":/bin/bash");
            name(folders.group(), "/etc/group", USER + ":x:" + ids);
            return new Lodging(lent, host.asSeenIn(lent, seen), Optional.of(room), view);
        } catch (IOException e) {
            room.close();
            throw e;
        }
    }

    /** By the names that GitHub's runner gives them: builds write absolute paths into what they keep in caches. */
    private static Map<String, Path> inHome(JobWorkspace workspace) throws IOException {
        return Map.of(
                "work/" + workspace.work().getFileName(),
                workspace.root().resolve("work"),
                "work/_temp",
                workspace.temp(),
                "work/_tool",
                Files.createDirectories(workspace.ownTools()));
    }

    /** Many programs want to know the name and home of their account. The file is in place already: it is written in place. */
    private static void name(Path file, String known, String line) throws IOException {
        Files.writeString(file, Files.readString(Path.of(known)).stripTrailing() + "\n" + line + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    /** What stands around the job, for its log. */
    public String described() {
        return room.map(inside -> "Walls: account " + inside.account().number()
                        + ", processes, /tmp and home of its own; the network is the host's")
                .orElseGet(() -> "Walls: none"
                        + (host.walls().stand()
                                ? ", for the job has a container"
                                : ": " + host.walls().why()));
    }

    @Override
    public void close() throws IOException {
        try {
            if (room.isPresent()) {
                room.get().close();
            }
        } finally {
            workspace.close();
        }
    }
}
