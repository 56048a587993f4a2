package dev.slipway.runner.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tools that whoever runs the host has put ready, in the layout of GitHub's tool cache: {@code node/20.1.0/x64} with an
 * empty {@code node/20.1.0/x64.complete} beside it. What jobs download themselves is never shared: what one job puts
 * there, another would run.
 *
 * @param folder of all tools
 */
record PreparedTools(Path folder) {

    /** Names the folder, as it does for GitHub's own runner. */
    static final String VARIABLE = "RUNNER_TOOL_CACHE";

    /** Absent where nothing was prepared. */
    static Optional<PreparedTools> of(Map<String, String> environment) throws IOException {
        Path folder = Path.of(environment.getOrDefault(VARIABLE, ""));
        return folder.isAbsolute() && Files.isDirectory(folder)
                ? Optional.of(new PreparedTools(folder.toRealPath()))
                : Optional.empty();
    }

    /** Shows the tools in a cache of a job's own, by links: the job can add versions and changes nothing of these. */
    void showIn(Path cache) throws IOException {
        for (Path tool : children(folder)) {
            for (Path version : children(tool)) {
                Path own = Files.createDirectories(cache.resolve(folder.relativize(version)));
                for (Path build : children(version)) {
                    Files.createSymbolicLink(own.resolve(build.getFileName()), build);
                }
            }
        }
    }

    private static List<Path> children(Path parent) throws IOException {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(parent)) {
            return children.toList();
        }
    }
}
