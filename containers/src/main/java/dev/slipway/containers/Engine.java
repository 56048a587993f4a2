package dev.slipway.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Version;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.core.RemoteApiVersion;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import dev.slipway.kernel.Json;
import dev.slipway.kernel.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;

/** A connection to one container engine. Safe for use by many threads. */
public final class Engine implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final RemoteApiVersion NEWEST = RemoteApiVersion.VERSION_1_44;
    private static final int CONNECTIONS = 1000;
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final EngineAddress address;
    private final DockerClient client;
    private final String version;

    private Engine(EngineAddress address, DockerClient client, String version) {
        this.address = address;
        this.client = client;
        this.version = version;
    }

    /**
     * Connects, and speaks the newest version of the API that both sides know.
     *
     * @param settings the folder of the {@code docker} command's settings, which knows the logins at registries
     * @throws Problem of kind UNAVAILABLE, code {@code no-container-engine}, when it does not answer
     */
    public static Engine connect(EngineAddress address, Path settings) {
        Version found;
        try (Engine first = new Engine(address, client(address, settings, RemoteApiVersion.unknown()), "")) {
            found = first.client.versionCmd().exec();
        } catch (RuntimeException e) {
            throw Problem.of(
                    Problem.Kind.UNAVAILABLE,
                    "no-container-engine",
                    "the container engine at " + address.uri() + " (" + address.origin() + ") does not answer: "
                            + reason(e),
                    "is it running, and may this user talk to it (group docker)?",
                    e);
        }
        RemoteApiVersion theirs = RemoteApiVersion.parseConfig(found.getApiVersion());
        RemoteApiVersion spoken = theirs.isGreater(NEWEST) ? NEWEST : theirs;
        return new Engine(address, client(address, settings, spoken), found.getVersion());
    }

    private static DockerClient client(EngineAddress address, Path settings, RemoteApiVersion version) {
        DefaultDockerClientConfig config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(address.uri().toString())
                .withDockerConfig(settings.toString())
                .withApiVersion(version)
                .build();
        return DockerClientImpl.getInstance(
                new ClientLogins(config, settings),
                new ZerodepDockerHttpClient.Builder()
                        .dockerHost(config.getDockerHost())
                        .sslConfig(config.getSSLConfig())
                        .maxConnections(CONNECTIONS)
                        .connectionTimeout(CONNECT)
                        .build());
    }

    public EngineAddress address() {
        return address;
    }

    /** Of the engine, such as {@code 20.10.24}. */
    public String version() {
        return version;
    }

    public Images images() {
        return new Images(client);
    }

    public Containers containers() {
        return new Containers(client);
    }

    public Networks networks() {
        return new Networks(client);
    }

    /** Whether it runs without root, and its networks therefore apart from those of the host. */
    public boolean isRootless() {
        try {
            List<String> options = client.infoCmd().exec().getSecurityOptions();
            return options != null && options.contains("name=rootless");
        } catch (RuntimeException e) {
            throw refused("the engine does not tell how it runs", e);
        }
    }

    /** Whether it still answers. */
    public boolean answers() {
        try {
            client.pingCmd().exec();
            return true;
        } catch (RuntimeException e) {
            LOG.debug("the container engine at {} does not answer", address.uri(), e);
            return false;
        }
    }

    /** What a failed call says, without the wrapping of the client. */
    static String reason(Throwable failure) {
        String message = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        Throwable cause = failure.getCause();
        if (failure instanceof DockerException || cause == null) {
            return said(message.replaceFirst("^Status \\d+: ", "").strip());
        }
        return reason(cause);
    }

    /** The sentence in the body of a refusal, which is JSON where the engine itself says no. */
    private static String said(String body) {
        try {
            return body.startsWith("{")
                    ? Json.mapper().readTree(body).path("message").asString(body)
                    : body;
        } catch (JacksonException other) {
            return body;
        }
    }

    /** The refusal of a call as a problem of the one who asked. */
    static Problem refused(String what, RuntimeException e) {
        return Problem.of(
                e instanceof DockerException ? Problem.Kind.INVALID : Problem.Kind.UNAVAILABLE,
                "engine-refused",
                what + ": " + reason(e),
                "see what the engine's own log says about it",
                e);
    }

    /** It went away in the middle of something. */
    static Problem lost(String meanwhile, RuntimeException e) {
        return Problem.of(
                Problem.Kind.UNAVAILABLE,
                "engine-lost",
                "the container engine was lost while " + meanwhile + ": " + reason(e),
                "start it, and try again",
                e);
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException e) {
            LOG.debug("closing the connection to {} failed", address.uri(), e);
        }
    }
}
