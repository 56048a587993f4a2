package dev.slipway.runner.host;

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
 * @param own all that the job sees alike in its room, where it has one; absent where it sees the host as it is
 */
public record HostPlace(RunnerHost host, JobProcesses processes, Optional<Path> own) implements Place {

    @Override
    public String path(Path file) {
        return file.toString();
    }

    @Override
    public Optional<Path> file(String path) {
        return Optional.of(here(Path.of(path))).filter(file -> own.isEmpty() || file.startsWith(own.get()));
    }

    /** In a room the home may be seen elsewhere than it is. */
    private Path here(Path path) {
        Path seen = Path.of(host.environment().getOrDefault("HOME", "/"));
        return path.startsWith(seen) ? host.home().resolve(seen.relativize(path)) : path;
    }

    /** Programs that are found where the job's search path says. */
    public Programs programs(String searchPath) {
        return new Programs(Arrays.stream(searchPath.split(":"))
                .map(folder -> folder.startsWith("/") ? here(Path.of(folder)).toString() : folder)
                .collect(Collectors.joining(":")));
    }

    @Override
    public String translated(String text) {
        return text;
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
