package dev.slipway.platforms.process;

import dev.slipway.kernel.process.ProcessTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * A random word in the environment of an instance, which all its descendants inherit: it finds the processes of an
 * instance again when their pids were never written down, or when they left their parents and their session.
 */
final class Nonce {

    static final String VARIABLE = "SLIPWAY_NONCE";
    private static final Path PROC = Path.of("/proc");
    private static final SecureRandom RANDOM = new SecureRandom();

    private Nonce() {}

    static String fresh() {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** The living processes that carry it, oldest first; those of other users cannot be read and are left out. */
    static List<ProcessHandle> carriers(String nonce) throws IOException {
        List<ProcessHandle> carriers = new ArrayList<>();
        if (nonce.isEmpty() || !Files.isDirectory(PROC)) {
            return carriers;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path entry : entries) {
                if (environment(entry).contains("\0" + VARIABLE + "=" + nonce + "\0")) {
                    ProcessHandle.of(Long.parseLong(entry.getFileName().toString()))
                            .ifPresent(carriers::add);
                }
            }
        }
        carriers.sort(Comparator.comparingLong(
                process -> ProcessTree.startTicks(process.pid()).orElse(Long.MAX_VALUE)));
        return carriers;
    }

    private static String environment(Path process) {
        try {
            return "\0" + Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
        } catch (IOException goneOrForeign) {
            return "";
        }
    }
}
