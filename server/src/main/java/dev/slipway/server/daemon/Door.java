package dev.slipway.server.daemon;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The file by which callers find the daemon, readable by its user alone. Whoever knows {@code ask} may call; whoever knows
 * {@code answer} is the daemon, and not a stranger who has its port by now. When the file is gone or another's, the daemon
 * takes no more calls and ends.
 *
 * @param port on the loopback interface
 * @param ask what a caller says first
 * @param answer what the daemon says first
 * @param pid of the daemon
 */
record Door(int port, String ask, String answer, long pid) {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SECRET_BYTES = 16;

    static Door of(int port) {
        return new Door(port, secret(), secret(), ProcessHandle.current().pid());
    }

    private static String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** What is written there; absent where nothing of a daemon is. */
    static Optional<Door> read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        String[] words = Files.readString(file).strip().split(" ");
        return words.length == 4 && words[0].matches("\\d{1,5}") && words[3].matches("\\d{1,10}")
                ? Optional.of(new Door(Integer.parseInt(words[0]), words[1], words[2], Long.parseLong(words[3])))
                : Optional.empty();
    }

    /** Puts it in the place of any other, at once. */
    void write(Path file) throws IOException {
        Path whole = Files.createTempFile(
                file.resolveSibling(""),
                "door-",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(whole, port + " " + ask + " " + answer + " " + pid + "\n");
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    }

    boolean isAsked(String word) {
        return MessageDigest.isEqual(ask.getBytes(StandardCharsets.UTF_8), word.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether that daemon lives. */
    boolean isOpen() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    @Override
    public String toString() {
        return "door of process " + pid + " at port " + port;
    }
}
