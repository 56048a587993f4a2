package dev.slipway.containers;

import dev.slipway.kernel.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way to the engine for those that may need one: connected at the first need, and again when it was gone. */
public final class EngineAccess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EngineAccess.class);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Supplier<Optional<EngineAddress>> address;
    private final Path settings;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Engine engine;
    private @Nullable Engine gone;

    private EngineAccess(Supplier<Optional<EngineAddress>> address, Path settings) {
        this.address = address;
        this.settings = settings;
    }

    /** The engine that this environment leads to. */
    public static EngineAccess of(Map<String, String> environment) {
        Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home", "/")));
        return new EngineAccess(() -> EngineAddress.find(environment, home), EngineAddress.settings(environment, home));
    }

    /** No engine, whatever is installed. */
    public static EngineAccess none() {
        return new EngineAccess(Optional::empty, Path.of("/"));
    }

    /** True when something says where an engine is; it may still not answer. */
    public boolean isKnown() {
        return address.get().isPresent();
    }

    /**
     * The engine, which has answered at least once.
     *
     * @throws Problem of kind UNAVAILABLE, code {@code no-container-engine}, with the reason
     */
    public Engine require() {
        lock.lock();
        try {
            return answering();
        } finally {
            lock.unlock();
        }
    }

    private Engine answering() {
        if (engine != null && !engine.answers()) {
            letGo(engine);
        }
        if (engine == null) {
            EngineAddress found = address.get()
                    .orElseThrow(() -> Problem.of(
                            Problem.Kind.UNAVAILABLE,
                            "no-container-engine",
                            "this host has no container engine: there is no DOCKER_HOST, no Docker context, and no"
                                    + " socket of Docker or Podman",
                            "install Docker (Debian: docker.io) or Podman with its socket, or set DOCKER_HOST"));
            engine = Engine.connect(found, settings);
        }
        return engine;
    }

    /** Not closed yet: somebody may be in the middle of a call, which is to end with its own reason. */
    private void letGo(Engine silent) {
        if (gone != null) {
            gone.close();
        }
        gone = silent;
        engine = null;
    }

    /** An engine that hangs holds whoever asks it: its connection is left to end with the program. */
    @Override
    public void close() {
        if (!held()) {
            LOG.debug("the container engine does not answer, and its connection is left open");
            return;
        }
        try {
            if (engine != null) {
                letGo(engine);
            }
            if (gone != null) {
                gone.close();
                gone = null;
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean held() {
        try {
            return lock.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return lock.tryLock();
        }
    }
}
