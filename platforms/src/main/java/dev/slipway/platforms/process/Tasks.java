package dev.slipway.platforms.process;

import dev.slipway.delivery.instance.InstanceSpec;
import dev.slipway.delivery.port.Platform.TaskResult;
import dev.slipway.kernel.Masks;
import dev.slipway.kernel.Problem;
import dev.slipway.kernel.process.ProcessTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Commands that run to their end, each in a copy of the artifact of its own. The nonce is written before the start, so
 * that a task whose control plane was killed is ended before anybody runs it again.
 */
final class Tasks {

    /** What timeout(1) says. */
    private static final int TIMED_OUT = 124;

    private static final int OUTPUT_LINES = 200;

    private final Path root;
    private final Workshop workshop;
    private final SecretSeal seal;
    private final ProcessOptions options;

    Tasks(Path root, Workshop workshop, SecretSeal seal, ProcessOptions options) {
        this.root = root;
        this.workshop = workshop;
        this.seal = seal;
        this.options = options;
    }

    TaskResult run(InstanceSpec spec, List<String> command) throws InterruptedException {
        String nonce = Nonce.fresh();
        InstanceFolder folder = new InstanceFolder(root.resolve(nonce), seal);
        try {
            try {
                Tree.privateFolder(folder.root());
                DurableFile.write(folder.root().resolve("nonce"), nonce.getBytes(StandardCharsets.US_ASCII));
                return run(spec, command, folder, nonce);
            } finally {
                folder.delete();
            }
        } catch (IOException e) {
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "task-failed",
                    "the task cannot be run: " + e.getMessage(),
                    "see that the disk has room and that Slipway may write there",
                    e);
        }
    }

    /** Ends what interrupted tasks have left, and removes their folders. */
    void endLeftovers() throws IOException {
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(root)) {
            for (Path leftover : leftovers) {
                Nonce.carriers(leftover.getFileName().toString()).forEach(ProcessHandle::destroyForcibly);
                Tree.delete(leftover);
            }
        }
    }

    private TaskResult run(InstanceSpec spec, List<String> command, InstanceFolder folder, String nonce)
            throws IOException, InterruptedException {
        Workshop.Prepared prepared = workshop.prepare(spec, command, folder, Map.of(Nonce.VARIABLE, nonce));
        OutputLog output = new OutputLog(folder.root(), options.outputBytes(), options.outputFiles());
        Cgroup cgroup = new CgroupFolders(List.of(), List.of());
        Process process = Workshop.start(prepared, output.current(), cgroup);
        boolean ended = false;
        try {
            ended = process.waitFor(options.taskTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            if (!ended) {
                ProcessTree.end(process.toHandle(), Duration.ofMillis(Math.min(5000, spec.stopGraceMillis())));
            }
            LiveProcess.killCarriers(nonce, cgroup);
        }
        String text = String.join(
                "\n", output.tail(OUTPUT_LINES, Masks.of(spec.secrets().values())));
        return ended
                ? new TaskResult(process.exitValue(), text)
                : new TaskResult(
                        TIMED_OUT,
                        text + "\nended after " + options.taskTimeout().toSeconds() + " s");
    }
}
