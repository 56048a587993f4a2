package dev.slipway.containers;

import dev.slipway.kernel.Problem;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The way to the engine for those that may need one: connected at the first need, and again when it was gone. */
public final class EngineAccess implements AutoCloseable {

    private final Supplier<Optional<EngineAddress>> address;
    private @Nullable Engine engine;
    private @Nullable Engine gone;

    private EngineAccess(Supplier<Optional<EngineAddress>> address) {
        this.address = address;
    }

    /** The engine that this environment leads to. */
    public static EngineAccess of(Map<String, String> environment) {
        Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home", "/")));
        return new EngineAccess(() -> EngineAddress.find(environment, home));
    }

    /** No engine, whatever is installed. */
    public static EngineAccess none() {
        return new EngineAccess(Optional::empty);
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
    public synchronized Engine require() {
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
            engine = Engine.connect(found);
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

    @Override
    public synchronized void close() {
        if (engine != null) {
            letGo(engine);
        }
        if (gone != null) {
            gone.close();
            gone = null;
        }
    }
}
