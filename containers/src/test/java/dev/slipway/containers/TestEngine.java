package dev.slipway.containers;

import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** The real engine of this machine for tests, and an image made from nothing but a static busybox. */
public final class TestEngine {

    /** The image that {@link #image} makes: a shell and the usual small tools. */
    public static final String IMAGE = "slipway-test/busybox:1";

    private static final Path HOME = Path.of(System.getProperty("user.home"));

    private TestEngine() {}

    /** What this host lacks for tests of containers. */
    public static Optional<String> lacking() {
        if (address().isEmpty()) {
            return Optional.of("there is no container engine on this host (DOCKER_HOST, sockets)");
        }
        if (findBusybox().isEmpty()) {
            return Optional.of("there is no busybox on this host (Debian: busybox-static)");
        }
        try {
            connect().close();
            return Optional.empty();
        } catch (Problem e) {
            return Optional.of(e.message());
        }
    }

    /** The engine of this host. */
    public static Engine connect() {
        return Engine.connect(address().orElseThrow(), EngineAddress.settings(System.getenv(), HOME));
    }

    private static Optional<EngineAddress> address() {
        return EngineAddress.find(System.getenv(), HOME);
    }

    /** The way to the engine, as programs that may need one have it. */
    public static EngineAccess access() {
        return EngineAccess.of(System.getenv());
    }

    /** The same, for one whose {@code docker} command has its settings in this folder. */
    public static EngineAccess access(Path settings) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("DOCKER_HOST", address().orElseThrow().uri().toString());
        environment.put("DOCKER_CONFIG", settings.toString());
        return EngineAccess.of(environment);
    }

    /** Makes the image unless it is there. */
    public static synchronized String image(Engine engine) throws IOException, InterruptedException {
        if (engine.images().find(IMAGE).isEmpty()) {
            Path folder = Files.createTempDirectory("slipway-image-");
            Files.copy(busybox(), folder.resolve("busybox"), StandardCopyOption.COPY_ATTRIBUTES);
            Path dockerfile = folder.resolve("Dockerfile");
            Files.writeString(dockerfile, """
                    FROM scratch
                    COPY busybox /bin/busybox
                    RUN ["/bin/busybox", "mkdir", "-p", "/usr/bin", "/usr/sbin", "/sbin", "/tmp", "/etc"]
                    RUN ["/bin/busybox", "--install", "-s"]
                    ENV MADE_OF=scratch
                    CMD ["sh"]
                    """);
            engine.images()
                    .build(
                            folder,
                            dockerfile,
                            IMAGE,
                            Map.of("dev.slipway.test", "1"),
                            _ -> {},
                            new CompletableFuture<Void>());
        }
        return IMAGE;
    }

    static boolean hasBusybox() {
        return findBusybox().isPresent();
    }

    /** A busybox that needs no library. */
    public static Path busybox() {
        return findBusybox().orElseThrow();
    }

    private static Optional<Path> findBusybox() {
        return Stream.of("/bin/busybox", "/usr/bin/busybox")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }
}
