package dev.slipway.containers;

import com.github.dockerjava.api.model.AuthConfig;
import dev.slipway.kernel.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A program {@code docker-credential-NAME} that keeps logins outside of Docker's settings, such as a keyring or a cloud's
 * own.
 */
record CredentialProgram(String program) {

    private static final Logger LOG = LoggerFactory.getLogger(CredentialProgram.class);
    private static final int PATIENCE_SECONDS = 30;
    private static final String TOKEN = "<token>";

    static CredentialProgram named(String name) {
        return new CredentialProgram("docker-credential-" + name);
    }

    /** The login that it has for a registry; none too when it fails, which the registry then tells in its own way. */
    Optional<AuthConfig> ask(String registry) {
        try {
            Process process = new ProcessBuilder(program, "get")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.onExit()
                    .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .exceptionally(_ -> process.destroyForcibly());
            process.outputWriter(StandardCharsets.UTF_8)
                    .append(registry)
                    .append('\n')
                    .close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                LOG.info("{} has no login at {}", program, registry);
                return Optional.empty();
            }
            return login(Json.mapper().readTree(said), registry);
        } catch (IOException | JacksonException e) {
            LOG.warn(
                    "{} does not tell the login at {}: {}",
                    program,
                    registry,
                    e.getClass().getSimpleName());
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Optional<AuthConfig> login(JsonNode told, String registry) {
        String user = told.path("Username").asString("");
        String secret = told.path("Secret").asString("");
        AuthConfig login = new AuthConfig().withRegistryAddress(registry);
        return Optional.of(
                user.equals(TOKEN)
                        ? login.withIdentityToken(secret)
                        : login.withUsername(user).withPassword(secret));
    }
}
