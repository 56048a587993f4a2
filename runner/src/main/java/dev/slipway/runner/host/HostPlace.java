package dev.slipway.runner.host;

import dev.slipway.runner.file.MountTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * Programs of a job run as processes of this host.
 *
 * @param mounts where the room shows folders elsewhere than they are
 * @param own all that the job sees alike in its room, where it has one; absent where it sees the host as it is
 */
public record HostPlace(RunnerHost host, JobProcesses processes, MountTable mounts, Optional<Path> own)
        implements Place {

    @Override
    public String path(Path file) {
        return mounts.inside(file).orElse(file.toString());
    }

    @Override
    public Optional<Path> file(String path) {
        return Optional.of(here(path)).filter(file -> own.isEmpty() || file.startsWith(own.get()));
    }

    private Path here(String path) {
        return mounts.outside(path).orElse(Path.of(path));
    }

    /** Programs that are found where the job's search path says. */
    public Programs programs(String searchPath) {
        return new Programs(Arrays.stream(searchPath.split(":"))
                .map(folder -> folder.startsWith("/") ? here(folder).toString() : folder)
                .collect(Collectors.joining(":")));
    }

    @Override
    public String translated(String text) {
        return mounts.translated(text);
    }

    @Override
    public Map<String, String> environment() {
        return host.environment();
    }

    @Override
    public Shell shell(Optional<String> name, String searchPath) {
        return Shell.named(name, programs(searchPath));
    }

    @Override
    public String node() {
        return new Programs(host.environment().getOrDefault("PATH", "")).require("node");
    }

    @Override
    public int run(Command command, OutputLines.Taker output, CompletableFuture<?> stop, CompletableFuture<Void> forced)
            throws IOException, InterruptedException {
        return new StepProcess(command.argv(), Path.of(command.directory()), command.environment())
                .run(processes, output, stop, forced);
    }
}
