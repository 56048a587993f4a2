package dev.slipway.scenarios;

import dev.slipway.kernel.Json;
import dev.slipway.kernel.process.ProcessTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** One life of a server over a folder that outlives it. */
final class LiveServer {

    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration END_LIMIT = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(50);

    private final Process process;
    private final JsonNode announced;

    private LiveServer(Process process, JsonNode announced) {
        this.process = process;
        this.announced = announced;
    }

    /**
     * Starts and waits until it is ready.
     *
     * @param port of UI and API, the same in each life
     * @param more further arguments
     */
    static LiveServer start(Installation installation, Path home, int port, String... more)
            throws IOException, InterruptedException {
        Path log = home.resolveSibling("server.log");
        Process process = process(installation, home, port, more);
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!process.waitFor(LOOK) && System.nanoTime() < deadline) {
            Path ready = home.resolve("server.json");
            JsonNode announced = Files.exists(ready)
                    ? Json.mapper().readTree(Files.readString(ready))
                    : Json.mapper().nullNode();
            if (announced.path("pid").asLong() == process.pid()) {
                return new LiveServer(process, announced);
            }
        }
        ProcessTree.signal(process.toHandle(), ProcessTree.Signal.KILL);
        throw new IllegalStateException("the server did not become ready:\n" + Files.readString(log));
    }

    /** Starts, and dies after the time whatever it was doing. */
    static void dieEarly(Installation installation, Path home, int port, Duration life, String... more)
            throws IOException, InterruptedException {
        Process process = process(installation, home, port, more);
        if (process.waitFor(life)) {
            throw new IllegalStateException(
                    "the server ended by itself:\n" + Files.readString(home.resolveSibling("server.log")));
        }
        process.destroyForcibly();
        process.waitFor();
    }

    private static Process process(Installation installation, Path home, int port, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("server", "--home", home.toString()));
        arguments.addAll(List.of("--listen", "127.0.0.1:" + port, "--edge-listen", "127.0.0.1:0"));
        arguments.addAll(List.of(more));
        Path log = home.resolveSibling("server.log");
        return ProcessTree.start(installation
                .command(arguments.toArray(String[]::new))
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())));
    }

    String url() {
        return announced.path("url").asString();
    }

    /** Port on which user traffic comes in. */
    int edgePort() {
        String edge = announced.path("edge").asString();
        return Integer.parseInt(edge.substring(edge.lastIndexOf(':') + 1));
    }

    /** Whether it still lives after this time. */
    boolean livesFor(Duration time) throws InterruptedException {
        return !process.waitFor(time);
    }

    /** Ends it at once, as a power cut would. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Asks it to end, and waits. */
    boolean stop() throws InterruptedException {
        process.destroy();
        return process.waitFor(END_LIMIT);
    }
}
