package dev.slipway.server.local;

import dev.slipway.containers.Engine;
import dev.slipway.containers.HostImage;
import dev.slipway.containers.TestEngine;
import dev.slipway.runner.host.Programs;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * The images that the samples name, made of programs of this host and called as the samples call them: busybox, bash, the
 * host's node and python. An image that the engine has already is used as it is; those that were made go at the end.
 */
final class ActImages implements AutoCloseable {

    private static final String BASE = "slipway-test/act:1";
    private static final String NODE_ENTRY = """
            RUN printf '%s\\n' '#!/bin/sh' \
            'case "$1" in -*) set -- node "$@";; esac' 'exec "$@"' > /bin/node-entry && chmod 755 /bin/node-entry
            ENTRYPOINT ["node-entry"]
            CMD ["node"]
            """;

    private static final String ACCOUNTS =
            "printf 'root:x:0:0::/root:/bin/sh\\nrunner:x:1001:1001::/home/runner:/bin/sh\\n' > /etc/passwd";

    /** What stands for a database: something that listens on its port, and the check that is asked whether it does. */
    private static final String LISTENER = """
            RUN mkdir /srv && echo ready > /srv/index.html \
            && printf '%s\\n' '#!/bin/sh' 'exec wget -q -O /dev/null http://127.0.0.1:5432/' > /bin/pg_isready \
            && chmod 755 /bin/pg_isready
            CMD ["httpd", "-f", "-p", "5432", "-h", "/srv"]
            """;

    private static final Map<String, String> RECIPES = Map.of(
            "node:16-buster-slim", NODE_ENTRY,
            "node:16-buster", NODE_ENTRY,
            "ubuntu:latest", "",
            "catthehacker/ubuntu:runner-latest", "USER runner\n",
            "postgres:12", LISTENER);

    private final Engine engine;
    private final List<String> made = new ArrayList<>();

    private ActImages(Engine engine) {
        this.engine = engine;
    }

    /** What this host lacks to make them. */
    static Optional<String> lacking() {
        Programs programs = new Programs(System.getenv("PATH"));
        return TestEngine.lacking()
                .or(() -> Stream.of("bash", "node", "python3")
                        .filter(name -> programs.find(name).isEmpty())
                        .findFirst()
                        .map(name -> "there is no " + name + " on this host, of which the images are made"));
    }

    static ActImages make(Path scratch) throws IOException, InterruptedException {
        ActImages images = new ActImages(TestEngine.connect());
        images.base(Files.createDirectories(scratch.resolve("base")));
        for (String version : List.of("latest", "3.10")) {
            images.add("alpine:" + version, () -> images.engine.images().tag(TestEngine.IMAGE, "alpine", version));
        }
        for (Map.Entry<String, String> recipe : RECIPES.entrySet()) {
            images.add(recipe.getKey(), () -> images.build(recipe.getKey(), recipe.getValue(), scratch));
        }
        return images;
    }

    private void base(Path scratch) throws IOException, InterruptedException {
        Programs programs = new Programs(System.getenv("PATH"));
        List<Path> python = python();
        HostImage.named(BASE)
                .program(programs.find("bash").orElseThrow(), "/bin/bash")
                .program(programs.find("node").orElseThrow(), "/usr/local/bin/node")
                .program(python.get(0), python.get(0).toString())
                .folder(python.get(1), file -> !file.toString().matches(".*/(site-packages|test|__pycache__)/.*"))
                .line("RUN ln -sf " + python.get(0) + " /usr/bin/python && " + ACCOUNTS)
                .line("ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
                .build(engine, scratch);
        made.add(BASE);
    }

    /** The interpreter itself, which wrappers on the PATH lead to, and the folder of its modules. */
    private static List<Path> python() throws IOException {
        String asks =
                "import os, sys, sysconfig as c; print(os.path.realpath(sys.executable)); print(c.get_path('stdlib'))";
        Process python = new ProcessBuilder("python3", "-c", asks).start();
        try (BufferedReader said = python.inputReader(StandardCharsets.UTF_8)) {
            return said.lines().map(Path::of).toList();
        }
    }

    private void build(String name, String recipe, Path scratch) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(scratch.resolve(name.replaceAll("[^a-z0-9]", "-")));
        Path dockerfile = Files.writeString(folder.resolve("Dockerfile"), "FROM " + BASE + "\n" + recipe);
        engine.images()
                .build(
                        folder,
                        dockerfile,
                        name,
                        Map.of("dev.slipway.test", "1"),
                        _ -> {},
                        new CompletableFuture<Void>());
    }

    private void add(String name, Making making) throws IOException, InterruptedException {
        if (engine.images().find(name).isEmpty()) {
            making.make();
            made.add(name);
        }
    }

    @Override
    public void close() {
        made.reversed().forEach(engine.images()::remove);
        engine.close();
    }

    @FunctionalInterface
    private interface Making {

        void make() throws IOException, InterruptedException;
    }
}
