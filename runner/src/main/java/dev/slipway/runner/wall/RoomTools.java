package dev.slipway.runner.wall;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The programs that rooms are made with, from the system's own folders: never from a search path that somebody set.
 *
 * @param bubblewrap makes the room
 * @param enter enters it: nsenter of util-linux
 * @param bash hands the variables over
 */
record RoomTools(String bubblewrap, String enter, String bash) {

    private static final List<String> FOLDERS =
            List.of("/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin", "/run/current-system/sw/bin");

    /** The first that is missing, in words. */
    static Optional<String> missing() {
        return List.of("bwrap", "nsenter", "bash", "tar", "find", "timeout", "env").stream()
                .filter(name -> find(name).isEmpty())
                .findFirst()
                .map(name -> name.equals("bwrap")
                        ? "bubblewrap is not installed"
                        : "the program '" + name + "' is not installed");
    }

    /** Call only where nothing is missing. */
    static RoomTools here() {
        return new RoomTools(
                find("bwrap").orElseThrow(),
                find("nsenter").orElseThrow(),
                find("bash").orElseThrow());
    }

    private static Optional<String> find(String name) {
        return FOLDERS.stream()
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }
}
