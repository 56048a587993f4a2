package dev.slipway.server.traffic;

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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the edge in a process of its own, or finds the one that is already there: it carries traffic on its own and
 * outlives the control plane.
 */
public final class EdgeProcess {

    private static final Logger LOG = LoggerFactory.getLogger(EdgeProcess.class);
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final String REHEARSAL_MILLIS = "300";
    private static final Duration STOP_GRACE = Duration.ofSeconds(40);

    private final Path folder;
    private final List<String> command;
    private @Nullable Process begun;

    /**
     * @param folder of the edge
     * @param command argv that starts it
     */
    public EdgeProcess(Path folder, List<String> command) {
        this.folder = folder;
        this.command = List.copyOf(command);
    }

    /**
     * The argv of an edge that runs on the same JDK as this process, from a class path of its own.
     *
     * @param startCache the JDK's AOT cache that the build recorded; used if it is there
     * @param tlsListen absent for an edge without TLS
     */
    public static List<String> command(
            Path folder, String classPath, Path startCache, String listen, Optional<String> tlsListen) {
        List<String> argv = new ArrayList<>();
        argv.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        argv.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                "-Xmx96m",
                "-XX:MaxDirectMemorySize=64m"));
        if (Files.isRegularFile(startCache)) {
            argv.addAll(List.of("-XX:AOTCache=" + startCache, "-Xlog:aot=off", "-Xlog:cds=off"));
        }
        argv.addAll(List.of(
                "-cp",
                classPath,
                "dev.slipway.edge.Main",
                "--listen",
                listen,
                "--admin",
                "127.0.0.1:0",
                "--home",
                folder.toString(),
                "--rehearse-millis",
                REHEARSAL_MILLIS,
                "--rehearse-when",
                "routed"));
        tlsListen.ifPresent(address -> argv.addAll(List.of("--tls-listen", address)));
        return argv;
    }

    /**
     * Starts the edge if it does not run, and does not wait for it, so that both get ready side by side.
     *
     * @throws Problem UNAVAILABLE, code {@code edge-start}, when its program cannot be started
     */
    public synchronized void begin() {
        Optional<EdgeAddress> running = running();
        if (running.isPresent()) {
            LOG.info("the edge is already there, process {}", running.get().pid());
            return;
        }
        begun = start(command);
    }

    private Process start(List<String> argv) {
        try {
            Files.createDirectories(folder);
            return ProcessTree.start(new ProcessBuilder(argv)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile())));
        } catch (IOException e) {
            throw cannotStart(e);
        }
    }

    /**
     * Lets an edge of the program that is installed now take the sockets from the one that runs. Users notice nothing:
     * what is under way in the old one goes on there.
     *
     * @throws Problem UNAVAILABLE, code {@code edge-unknown} when none runs; {@code edge-start} when the new one does not
     *     get ready: the old one then goes on
     */
    public synchronized Succession upgrade() throws InterruptedException {
        EdgeAddress before = running().orElseGet(() -> EdgeAddress.read(folder));
        List<String> argv = new ArrayList<>(command);
        argv.addAll(List.of("--take-over", "yes"));
        Process next = start(argv);
        Optional<EdgeAddress> ready = await(next).filter(address -> address.pid() == next.pid());
        if (ready.isEmpty()) {
            ProcessTree.end(next.toHandle(), STOP_GRACE);
            throw notReady();
        }
        LOG.info("edge {} has taken over from {}", next.pid(), before.pid());
        return new Succession(before, ready.get());
    }

    /**
     * One edge took the place of another.
     *
     * @param before it ends when its connections have
     */
    public record Succession(EdgeAddress before, EdgeAddress now) {}

    /** Ends an edge that was begun for a start that failed before the edge was ready; afterwards it is on its own. */
    public synchronized void abandon() throws InterruptedException {
        Process process = begun;
        if (process != null) {
            ProcessTree.end(process.toHandle(), STOP_GRACE);
        }
    }

    /**
     * Returns when an edge is ready; begins one if there is none.
     *
     * @throws Problem UNAVAILABLE, code {@code edge-start}, with the end of its log when it does not become ready
     */
    public synchronized EdgeAddress ensure() throws InterruptedException {
        if (begun == null) {
            begin();
        }
        Process process = begun;
        EdgeAddress ready = (process == null ? running() : await(process)).orElseThrow(this::notReady);
        begun = null;
        return ready;
    }

    /**
     * Begins one if the last has ended, whatever it was that ended it.
     *
     * @return the new one, once it is ready; empty when there was one
     * @throws Problem as {@link #ensure}
     */
    synchronized Optional<EdgeAddress> revive() throws InterruptedException {
        if (running().isPresent()) {
            return Optional.empty();
        }
        abandon();
        begun = null;
        return Optional.of(ensure());
    }

    private Optional<EdgeAddress> await(Process process) throws InterruptedException {
        try {
            return Readiness.await(
                    process, folder, START_LIMIT, () -> running().filter(found -> found.pid() == process.pid()));
        } catch (IOException e) {
            throw cannotStart(e);
        }
    }

    private static Problem cannotStart(IOException e) {
        return Problem.of(
                Problem.Kind.UNAVAILABLE, "edge-start", "the edge cannot be started: " + e.getMessage(), null, e);
    }

    private Path log() {
        return folder.resolve("edge.log");
    }

    private Problem notReady() {
        try {
            List<String> lines = Files.exists(log()) ? Files.readAllLines(log()) : List.of();
            return Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "edge-start",
                    "the edge did not become ready: "
                            + String.join(" | ", lines.subList(Math.max(0, lines.size() - 3), lines.size())),
                    "its whole log is " + log());
        } catch (IOException e) {
            return cannotStart(e);
        }
    }

    /** The edge that runs in this folder, if its process is the one that announced itself. */
    public Optional<EdgeAddress> running() {
        try {
            EdgeAddress address = EdgeAddress.read(folder);
            boolean same = ProcessTree.startTicks(address.pid())
                    .map(ticks -> ticks == address.startTicks())
                    .orElse(false);
            boolean runs = same
                    && ProcessHandle.of(address.pid())
                            .filter(ProcessTree::running)
                            .isPresent();
            return runs ? Optional.of(address) : Optional.empty();
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
