package dev.slipway.containers;

import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A Podman of its own, which keeps everything in one folder, beside whatever engine this host has. */
public final class TestPodman implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/bin/podman");
    private static final int MOST = 20_000;
    private static final int START_SECONDS = 30;
    private static final int PROBE_SECONDS = 60;

    private final Path folder;
    private final Process process;

    private TestPodman(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
    }

    /**
     * Starts it; where it is missing or runs no container the test is skipped with the reason.
     *
     * @param folder an empty one with a short path
     */
    public static TestPodman start(Path folder) throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.isExecutable(PROGRAM), "there is no Podman on this host (Debian: podman)");
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/lib/podman/netavark")),
                "Podman has no networks on this host (Debian: netavark, aardvark-dns)");
        Assumptions.assumeTrue("root".equals(System.getProperty("user.name")), "Podman is tested as root only");
        Assumptions.assumeTrue(TestEngine.hasBusybox(), "there is no busybox on this host (Debian: busybox-static)");
        Files.writeString(folder.resolve("containers.conf"), """
                [containers]
                default_ulimits = ["nofile=%1$d:%1$d", "nproc=%2$d:%2$d"]
                [network]
                network_backend = "netavark"
                network_config_dir = "%3$s/networks"
                [engine]
                cgroup_manager = "cgroupfs"
                events_logger = "file"
                runtime = "runc"
                lock_type = "file"
                tmp_dir = "%3$s/tmp"
                """.formatted(
                        limit("Max open files"), limit("Max processes"), folder));
        probe(folder);
        Process process = podman(
                        folder, "system", "service", "--time", "0", uri(folder).toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        TestPodman podman = new TestPodman(folder, process);
        podman.awaitAnswer();
        return podman;
    }

    /** Whether Podman runs a container here at all, asked without any of the product's own code. */
    private static void probe(Path folder) throws IOException, InterruptedException {
        Path bin = Files.createDirectories(folder.resolve("rootfs/bin"));
        Files.copy(TestEngine.busybox(), bin.resolve("busybox"), StandardCopyOption.COPY_ATTRIBUTES);
        Path said = folder.resolve("probe");
        Process run = podman(
                        folder,
                        "run",
                        "--rm",
                        "--rootfs",
                        folder.resolve("rootfs").toString(),
                        "/bin/busybox",
                        "true")
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        boolean ended = run.waitFor(PROBE_SECONDS, TimeUnit.SECONDS);
        run.destroyForcibly().waitFor();
        Assumptions.assumeTrue(
                ended && run.exitValue() == 0, "Podman runs no container on this host: " + Files.readString(said));
    }

    private static ProcessBuilder podman(Path folder, String... arguments) throws IOException {
        List<String> argv = new ArrayList<>(List.of(
                PROGRAM.toString(),
                "--root",
                folder.resolve("root").toString(),
                "--runroot",
                folder.resolve("run").toString(),
                "--storage-driver",
                "vfs"));
        argv.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(argv)
                .directory(Files.createDirectories(folder.resolve("here")).toFile());
        builder.environment()
                .put("CONTAINERS_CONF", folder.resolve("containers.conf").toString());
        return builder;
    }

    private static URI uri(Path folder) {
        return URI.create("unix://" + folder.resolve("sock"));
    }

    /** What this process may have, and not too much of it: Podman sets it for containers and may not raise it. */
    private static int limit(String name) throws IOException {
        Matcher found =
                Pattern.compile(name + " +\\S+ +(\\d+)").matcher(Files.readString(Path.of("/proc/self/limits")));
        return found.find() ? Math.min(MOST, Integer.parseInt(found.group(1))) : MOST;
    }

    private void awaitAnswer() throws IOException, InterruptedException {
        Optional<Problem> silent = Optional.empty();
        for (int second = 0; second < START_SECONDS; second++) {
            try {
                connect().close();
                return;
            } catch (Problem problem) {
                silent = Optional.of(problem);
            }
            if (process.waitFor(1, TimeUnit.SECONDS)) {
                break;
            }
        }
        String log = Files.readString(folder.resolve("log"), StandardCharsets.UTF_8);
        process.destroyForcibly().waitFor();
        throw new IOException("Podman's service does not answer: " + log, silent.orElseThrow());
    }

    public Engine connect() {
        return Engine.connect(new EngineAddress(uri(folder), "a test's Podman"), folder);
    }

    /** The way to it, as programs that may need an engine have it. */
    public EngineAccess access() {
        return EngineAccess.of(Map.of("DOCKER_HOST", uri(folder).toString(), "HOME", folder.toString()));
    }

    /** Ends it with all of its containers. */
    @Override
    public void close() throws InterruptedException {
        try (Engine engine = connect()) {
            engine.containers()
                    .list(Map.of())
                    .forEach(container -> engine.containers().remove(container.id()));
        } finally {
            process.destroy();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            monitors().forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** Those of programs beside the first ones of containers: they linger for minutes. */
    private Stream<ProcessHandle> monitors() {
        return ProcessHandle.allProcesses()
                .filter(each -> each.info().command().orElse("").endsWith("/conmon"))
                .filter(each -> each.info().commandLine().orElse("").contains(folder + "/"));
    }
}
