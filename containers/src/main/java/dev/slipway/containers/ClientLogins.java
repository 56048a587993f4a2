package dev.slipway.containers;

import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.AuthConfigurations;
import com.github.dockerjava.core.DockerClientConfig;
import com.github.dockerjava.core.DockerClientConfigDelegate;
import dev.slipway.kernel.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The registries that this process's user is logged in at. Read anew whenever an image is wanted: a {@code docker login}
 * holds at once, also for a server that runs for months.
 */
final class ClientLogins extends DockerClientConfigDelegate {

    private static final Logger LOG = LoggerFactory.getLogger(ClientLogins.class);

    private final Path file;

    /** @param folder where the {@code docker} command keeps its settings */
    ClientLogins(DockerClientConfig config, Path folder) {
        super(config);
        this.file = folder.resolve("config.json");
    }

    @Override
    public @Nullable AuthConfig effectiveAuthConfig(String image) {
        JsonNode settings = settings();
        String wanted = host(Reference.parse(image).registry());
        return registries(settings).stream()
                .filter(registry -> host(registry).equals(wanted))
                .flatMap(registry -> login(settings, registry).stream())
                .findFirst()
                .orElse(null);
    }

    @Override
    public AuthConfigurations getAuthConfigurations() {
        JsonNode settings = settings();
        AuthConfigurations all = new AuthConfigurations();
        registries(settings).forEach(registry -> login(settings, registry).ifPresent(all::addConfig));
        return all;
    }

    private JsonNode settings() {
        try {
            return Files.isRegularFile(file)
                    ? Json.mapper().readTree(Files.readString(file))
                    : Json.mapper().createObjectNode();
        } catch (IOException | JacksonException e) {
            LOG.warn("{} cannot be read, and images are pulled without a login: {}", file, e.getMessage());
            return Json.mapper().createObjectNode();
        }
    }

    private static Set<String> registries(JsonNode settings) {
        Set<String> registries = new TreeSet<>(settings.path("auths").propertyNames());
        registries.addAll(settings.path("credHelpers").propertyNames());
        return registries;
    }

    private static String host(String registry) {
        return registry.replaceFirst("^https?://", "").replaceFirst("/.*", "");
    }

    private static Optional<AuthConfig> login(JsonNode settings, String registry) {
        String store = settings.path("credHelpers")
                .path(registry)
                .asString(settings.path("credsStore").asString(""));
        return store.isEmpty()
                ? written(settings.path("auths").path(registry), registry)
                : CredentialProgram.named(store).ask(registry);
    }

    private static Optional<AuthConfig> written(JsonNode entry, String registry) {
        AuthConfig login = new AuthConfig().withRegistryAddress(registry);
        String token = entry.path("identitytoken").asString("");
        if (!token.isEmpty()) {
            return Optional.of(login.withIdentityToken(token));
        }
        try {
            String pair =
                    new String(Base64.getDecoder().decode(entry.path("auth").asString("")), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : Optional.of(login.withUsername(pair.substring(0, colon)).withPassword(pair.substring(colon + 1)));
        } catch (IllegalArgumentException e) {
            LOG.warn("the login at {} cannot be read, and its images are pulled without it", registry);
            return Optional.empty();
        }
    }
}
