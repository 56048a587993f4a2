package dev.slipway.cli.demo;

import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import dev.slipway.kernel.process.ProcessTree;
import dev.slipway.kernel.process.Readiness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A Slipway server with a folder of its own, started by the command that a user would type. */
final class ServerProcess implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final int LINES_SHOWN = 5;

    private final Path home;
    private final Process process;
    private final String url;
    private final String edge;

    private ServerProcess(Path home, Process process, String url, String edge) {
        this.home = home;
        this.process = process;
        this.url = url;
        this.edge = edge;
    }

    /**
     * @param command argv of the slipway command
     * @param home folder for all state
     * @param listen address of UI and API, port 0 for a free one
     * @param edgeListen address of user traffic, likewise
     */
    static ServerProcess start(List<String> command, Path home, String listen, String edgeListen)
            throws IOException, InterruptedException {
        Files.createDirectories(home);
        Path log = home.resolve("server.log");
        List<String> argv = new ArrayList<>(command);
        argv.addAll(List.of("server", "--ephemeral", "--home", home.toString()));
        argv.addAll(List.of("--listen", listen, "--edge-listen", edgeListen));
        ProcessBuilder builder = new ProcessBuilder(argv);
        builder.environment().put("SLIPWAY_NO_BUILD", "1");
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        return ready(ProcessTree.start(builder), home, log);
    }

    private static ServerProcess ready(Process process, Path home, Path log) throws IOException, InterruptedException {
        Optional<JsonNode> announced =
                Readiness.await(process, home, START_LIMIT, () -> announcement(home, process.pid()));
        if (announced.isPresent()) {
            String url = announced.get().path("url").asString();
            return new ServerProcess(
                    home, process, url, announced.get().path("edge").asString());
        }
        ProcessTree.end(process.toHandle(), Duration.ofSeconds(1));
        List<String> lines = Files.readAllLines(log);
        throw Problem.of(
                Problem.Kind.UNAVAILABLE,
                "server-start",
                "the server did not become ready: "
                        + String.join(" | ", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size())),
                "its log is " + log);
    }

    private static Optional<JsonNode> announcement(Path home, long pid) throws IOException {
        Path file = home.resolve("server.json");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        JsonNode node = Json.mapper().readTree(Files.readString(file));
        return node.path("pid").asLong() == pid ? Optional.of(node) : Optional.empty();
    }

    /** Where UI and API are. */
    String url() {
        return url;
    }

    /** {@code host:port} of user traffic. */
    String edge() {
        return edge;
    }

    /** The token that makes the first account; it works once. */
    String setupToken() throws IOException {
        return Files.readString(home.resolve("setup.token")).strip();
    }

    /** Asks the server to end, which ends all that it started for this trial; kills what is left if it does not. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(GRACE)) {
                ProcessTree.signal(process.toHandle(), ProcessTree.Signal.KILL);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
