package dev.slipway.server.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The samples with what their collection left out: scripts and Dockerfiles of local actions, written anew after what the
 * sample that uses them asks of them. A file that the collection has goes before.
 */
final class ActSupplies {

    /** The input `cache` is the action's own, a boolean, whatever an action around it calls by that name. */
    private static final String WATCHES_ITS_INPUT = """
            if (!['true', 'false'].includes(process.env.INPUT_CACHE)) {
              console.log('cache is', process.env.INPUT_CACHE);
              process.exitCode = 1;
            }
            """;

    private static final Map<String, String> FILES = Map.ofEntries(
            Map.entry("actions/action1/Dockerfile", "FROM ubuntu:latest\n"),
            Map.entry("docker-action-host-env/action/Dockerfile", """
                    FROM ubuntu:latest
                    COPY greet /greet
                    RUN chmod 755 /greet
                    ENTRYPOINT ["/greet"]
                    """),
            Map.entry("docker-action-host-env/action/greet", """
                    #!/bin/sh -e
                    test "$1" = GitHub
                    test -n "$GITHUB_WORKSPACE"
                    test -d docker-action-host-env
                    """),
            Map.entry("ensure-post-steps/action-post/main.js", ""),
            Map.entry(
                    "ensure-post-steps/action-post/post.js",
                    "process.exitCode = Number(process.env.INPUT_FAIL === 'true');"),
            Map.entry("uses-composite-check-for-input-collision/action-with-pre-and-post/pre.js", WATCHES_ITS_INPUT),
            Map.entry("uses-composite-check-for-input-collision/action-with-pre-and-post/main.js", WATCHES_ITS_INPUT),
            Map.entry("uses-composite-check-for-input-collision/action-with-pre-and-post/post.js", WATCHES_ITS_INPUT),
            Map.entry("uses-composite-check-for-input-shadowing/action-with-pre-and-post/pre.js", WATCHES_ITS_INPUT),
            Map.entry("uses-composite-check-for-input-shadowing/action-with-pre-and-post/main.js", WATCHES_ITS_INPUT),
            Map.entry("uses-composite-check-for-input-shadowing/action-with-pre-and-post/post.js", WATCHES_ITS_INPUT));

    private ActSupplies() {}

    /** @return a copy of the samples, whole */
    static Path complete(Path samples, Path target) throws IOException {
        try (Stream<Path> files = Files.walk(samples)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = target.resolve(samples.relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        for (Map.Entry<String, String> supply : FILES.entrySet()) {
            Path file = target.resolve(supply.getKey());
            if (Files.notExists(file) && Files.isDirectory(file.getParent())) {
                Files.writeString(file, supply.getValue());
            }
        }
        return target;
    }
}
