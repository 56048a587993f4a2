package dev.slipway.containers;

import dev.slipway.kernel.Digest;
import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Where a container engine listens. Looked for as the {@code docker} command does, and then where Podman puts its
 * socket: {@code DOCKER_HOST}, the context that is in use, the usual sockets.
 *
 * @param uri with the scheme {@code unix} or {@code tcp}
 * @param origin what named it, for people
 */
public record EngineAddress(URI uri, String origin) {

    /**
     * @param environment of the process
     * @param home of its user
     * @throws Problem of kind INVALID, code {@code bad-engine-address}, when what names an engine is wrong
     */
    public static Optional<EngineAddress> find(Map<String, String> environment, Path home) {
        String host = environment.getOrDefault("DOCKER_HOST", "");
        if (!host.isBlank()) {
            return Optional.of(parse(host, "DOCKER_HOST"));
        }
        return context(environment, settings(environment, home)).or(() -> usual(environment, home));
    }

    /** The folder of the {@code docker} command's settings. */
    static Path settings(Map<String, String> environment, Path home) {
        return environment.containsKey("DOCKER_CONFIG")
                ? Path.of(environment.get("DOCKER_CONFIG"))
                : home.resolve(".docker");
    }

    /** The socket's file; absent for an engine behind TCP. */
    public Optional<Path> socket() {
        return "unix".equals(uri.getScheme()) ? Optional.of(Path.of(uri.getPath())) : Optional.empty();
    }

    /** True when folders of this machine can be mounted there: by a socket, or by TCP over the loopback. */
    public boolean isLocal() {
        String host = uri.getHost();
        return socket().isPresent() || "127.0.0.1".equals(host) || "localhost".equals(host) || "[::1]".equals(host);
    }

    private static EngineAddress parse(String text, String origin) {
        URI uri = text.startsWith("/") ? URI.create("unix://" + text) : uri(text, origin);
        return switch (uri.getScheme() == null ? "" : uri.getScheme()) {
            case "unix", "tcp" -> new EngineAddress(uri, origin);
            default -> throw bad(origin + " is '" + text + "'; only unix:// and tcp:// are understood");
        };
    }

    private static URI uri(String text, String origin) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw bad(origin + " is no address: " + e.getMessage());
        }
    }

    private static Problem bad(String message) {
        return Problem.of(
                Problem.Kind.INVALID,
                "bad-engine-address",
                message,
                "write for example DOCKER_HOST=unix:///var/run/docker.sock");
    }

    private static Optional<EngineAddress> context(Map<String, String> environment, Path config) {
        String name = Optional.ofNullable(environment.get("DOCKER_CONTEXT"))
                .filter(text -> !text.isBlank())
                .or(() -> text(config.resolve("config.json"), "currentContext"))
                .orElse("default");
        if (name.equals("default")) {
            return Optional.empty();
        }
        String folder = Digest.of(name.getBytes(StandardCharsets.UTF_8)).hex();
        Path meta = config.resolve("contexts").resolve("meta").resolve(folder).resolve("meta.json");
        return Optional.of(text(meta, "Endpoints", "docker", "Host")
                .map(host -> parse(host, "the Docker context " + name))
                .orElseThrow(() -> bad("the Docker context " + name + " names no host in " + meta)));
    }

    private static Optional<String> text(Path file, String... path) {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            JsonNode node = Json.mapper().readTree(Files.readString(file));
            for (String key : path) {
                node = node.path(key);
            }
            return node.isString() ? Optional.of(node.stringValue()) : Optional.empty();
        } catch (IOException | JacksonException e) {
            throw bad(file + " cannot be read: " + e.getMessage());
        }
    }

    private static Optional<EngineAddress> usual(Map<String, String> environment, Path home) {
        List<Path> sockets = new ArrayList<>();
        sockets.add(Path.of("/var/run/docker.sock"));
        sockets.add(home.resolve(".docker/run/docker.sock"));
        Optional.ofNullable(environment.get("XDG_RUNTIME_DIR")).map(Path::of).ifPresent(runtime -> {
            sockets.add(runtime.resolve("docker.sock"));
            sockets.add(runtime.resolve("podman/podman.sock"));
        });
        sockets.add(Path.of("/run/podman/podman.sock"));
        return sockets.stream()
                .filter(Files::exists)
                .findFirst()
                .map(socket -> new EngineAddress(URI.create("unix://" + socket), socket.toString()));
    }
}
