package dev.slipway.server.daemon;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The process that calls: all that it was started with, read from its procfs, so that no word of it has to be written down
 * on its way here.
 *
 * @param process its folder in procfs
 */
record Caller(Path process) {

    private static final Path PROC = Path.of("/proc");

    static Caller of(long pid) {
        return new Caller(PROC.resolve(Long.toString(pid)));
    }

    static Caller self() {
        return new Caller(PROC.resolve("self"));
    }

    /** Its words, its own name among them. */
    List<String> words() throws IOException {
        return entries("cmdline");
    }

    Map<String, String> environment() throws IOException {
        Map<String, String> environment = new LinkedHashMap<>();
        for (String entry : entries("environ")) {
            int equals = entry.indexOf('=', 1);
            if (equals > 0) {
                environment.put(entry.substring(0, equals), entry.substring(equals + 1));
            }
        }
        return environment;
    }

    private List<String> entries(String file) throws IOException {
        String text = new String(Files.readAllBytes(process.resolve(file)), own());
        return text.isEmpty()
                ? List.of()
                : List.of(text.substring(0, text.length() - 1).split("\0", -1));
    }

    private static Charset own() {
        return Charset.forName(System.getProperty("sun.jnu.encoding", StandardCharsets.UTF_8.name()));
    }

    /** Where it is. */
    Path folder() throws IOException {
        return Files.readSymbolicLink(process.resolve("cwd"));
    }

    Surroundings surroundings() throws IOException {
        return Surroundings.of(process, environment());
    }

    /**
     * What it writes to, opened once more. Its own place in a file would not move along: only for pipes and terminals.
     *
     * @param descriptor its number there
     */
    PrintStream opened(int descriptor) throws IOException {
        OutputStream stream = Files.newOutputStream(
                process.resolve("fd").resolve(Integer.toString(descriptor)), StandardOpenOption.WRITE);
        return new PrintStream(stream, false, System.out.charset());
    }
}
