package dev.slipway.containers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Assumptions;

/** The real engine of this machine for tests, and an image made from nothing but a static busybox. */
public final class TestEngine {

    /** The image that {@link #image} makes: a shell and the usual small tools. */
    public static final String IMAGE = "slipway-test/busybox:1";

    private TestEngine() {}

    /** Skips the test, with the reason, where no engine answers. */
    public static Engine require() {
        Optional<EngineAddress> address = EngineAddress.find(System.getenv(), Path.of(System.getProperty("user.home")));
        Assumptions.assumeTrue(address.isPresent(), "there is no container engine on this host (DOCKER_HOST, sockets)");
        try {
            return Engine.connect(address.get());
        } catch (dev.slipway.kernel.Problem e) {
            Assumptions.abort(e.message());
            throw e;
        }
    }

    /** The way to the engine, as programs that may need one have it. */
    public static EngineAccess access() {
        require().close();
        return EngineAccess.of(System.getenv());
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

    /** A busybox that needs no library. */
    public static Path busybox() {
        Optional<Path> found = List.of("/bin/busybox", "/usr/bin/busybox").stream()
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
        Assumptions.assumeTrue(found.isPresent(), "there is no busybox on this host (Debian: busybox-static)");
        return found.orElseThrow();
    }
}
