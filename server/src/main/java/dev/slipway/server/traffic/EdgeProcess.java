package dev.slipway.server.traffic;

import dev.slipway.kernel.Problem;
import dev.slipway.kernel.process.ProcessTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the edge in a process of its own, or finds the one that is already there: it carries traffic on its own and
 * outlives the control plane.
 */
public final class EdgeProcess {

    private static final Logger LOG = LoggerFactory.getLogger(EdgeProcess.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration STOP_GRACE = Duration.ofSeconds(40);

    private final Path folder;
    private final List<String> command;

    /**
     * @param folder of the edge
     * @param command argv that starts it
     */
    public EdgeProcess(Path folder, List<String> command) {
        this.folder = folder;
        this.command = List.copyOf(command);
    }

    /** The argv of an edge that runs on the same JDK as this process, from a class path of its own. */
    public static List<String> command(Path folder, String classPath, String listen) {
        List<String> argv = new ArrayList<>();
        argv.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        argv.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-Xmx96m",
                "-XX:MaxDirectMemorySize=64m",
                "-cp",
                classPath,
                "dev.slipway.edge.Main",
                "--listen",
                listen,
                "--admin",
                "127.0.0.1:0",
                "--home",
                folder.toString()));
        return argv;
    }

    /**
     * Returns when an edge is ready.
     *
     * @throws Problem UNAVAILABLE, code {@code edge-start}, with the end of its log when it does not become ready
     */
    public EdgeAddress ensure() throws InterruptedException {
        Optional<EdgeAddress> running = running();
        if (running.isPresent()) {
            LOG.info("the edge is already there, process {}", running.get().pid());
            return running.get();
        }
        try {
            Files.createDirectories(folder);
            Path log = folder.resolve("edge.log");
            Process process = ProcessTree.start(new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())));
            return await(process, log);
        } catch (IOException e) {
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE, "edge-start", "the edge cannot be started: " + e.getMessage(), null, e);
        }
    }

    private EdgeAddress await(Process process, Path log) throws InterruptedException, IOException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            boolean ended = process.waitFor(LOOK);
            Optional<EdgeAddress> ready = running();
            if (ready.isPresent()) {
                return ready.get();
            }
            if (ended) {
                break;
            }
        }
        List<String> lines = Files.exists(log) ? Files.readAllLines(log) : List.of();
        throw Problem.of(
                Problem.Kind.UNAVAILABLE,
                "edge-start",
                "the edge did not become ready: "
                        + String.join(" | ", lines.subList(Math.max(0, lines.size() - 3), lines.size())),
                "its whole log is " + log);
    }

    /** The edge that runs in this folder, if its process is the one that announced itself. */
    public Optional<EdgeAddress> running() {
        try {
            EdgeAddress address = EdgeAddress.read(folder);
            boolean same = ProcessTree.startTicks(address.pid())
                    .map(ticks -> ticks == address.startTicks())
                    .orElse(false);
            return same ? Optional.of(address) : Optional.empty();
        } catch (Problem e) {
            LOG.debug("no edge yet: {}", e.message());
            return Optional.empty();
        }
    }

    /** Ends the edge after its requests; for a demonstration's end, not for a restart of the control plane. */
    public void stop() throws InterruptedException {
        Optional<ProcessHandle> process = running().flatMap(address -> ProcessHandle.of(address.pid()));
        if (process.isPresent()) {
            ProcessTree.end(process.get(), STOP_GRACE);
        }
    }
}
