package dev.slipway.server.lint;

import dev.slipway.kernel.Finding;
import dev.slipway.kernel.Problem;
import dev.slipway.server.git.ConfigurationFiles;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The files in a folder that Slipway reads: {@code slipway.yml} and the workflows. As in a commit, what is a link is
 * none of them.
 *
 * @param root the repository's root
 */
public record RepositoryFiles(Path root) {

    /**
     * What a push of them would be told.
     *
     * @throws Problem code {@code nothing-to-check} when there are no such files
     */
    public List<Finding> check() throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        for (Path file : files()) {
            files.put(name(file), text(file));
        }
        if (files.isEmpty()) {
            throw Problem.of(
                    Problem.Kind.NOT_FOUND,
                    "nothing-to-check",
                    "there is neither " + ConfigurationFiles.DELIVERY + " nor " + ConfigurationFiles.WORKFLOWS + " in "
                            + root,
                    "'slipway init' writes a slipway.yml");
        }
        return ConfigurationCheck.of(files);
    }

    private List<Path> files() throws IOException {
        Path folder = root.resolve(ConfigurationFiles.WORKFLOWS);
        try (Stream<Path> workflows = Files.isDirectory(folder) ? Files.list(folder) : Stream.empty()) {
            return Stream.concat(Stream.of(root.resolve(ConfigurationFiles.DELIVERY)), workflows.sorted())
                    .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .filter(file ->
                            name(file).equals(ConfigurationFiles.DELIVERY) || ConfigurationFiles.isWorkflow(name(file)))
                    .toList();
        }
    }

    private String name(Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    private String text(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (MalformedInputException e) {
            throw Problem.of(
                    Problem.Kind.INVALID, "not-utf-8", name(file) + " is not UTF-8 text", "save it as UTF-8", e);
        }
    }
}
