package dev.slipway.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.slipway.kernel.Digest;
import dev.slipway.kernel.Problem;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineAddressTest {

    @TempDir
    Path home;

    @Test
    void dockerHost_winsOverTheContext() throws Exception {
        context("remote", "tcp://192.0.2.1:2376");
        EngineAddress found = EngineAddress.find(Map.of("DOCKER_HOST", "unix:///a/b.sock"), home)
                .orElseThrow();
        assertThat(found.socket()).contains(Path.of("/a/b.sock"));
        assertThat(found.isLocal()).isTrue();
    }

    @Test
    void contextInUse_namesTheHost() throws Exception {
        context("remote", "tcp://192.0.2.1:2376");
        EngineAddress found = EngineAddress.find(Map.of(), home).orElseThrow();
        assertThat(found.uri()).isEqualTo(URI.create("tcp://192.0.2.1:2376"));
        assertThat(found.origin()).contains("context remote");
        assertThat(found.isLocal()).isFalse();
    }

    @Test
    void podmansSocket_isFoundInTheUsersRuntimeFolder() throws Exception {
        org.junit.jupiter.api.Assumptions.assumeFalse(
                Files.exists(Path.of("/var/run/docker.sock")), "Docker's own socket comes first on this host");
        Path socket = home.resolve("run/podman/podman.sock");
        Files.createDirectories(socket.getParent());
        Files.createFile(socket);
        assertThat(EngineAddress.find(
                        Map.of("XDG_RUNTIME_DIR", home.resolve("run").toString()), home))
                .get()
                .extracting(EngineAddress::socket)
                .isEqualTo(java.util.Optional.of(socket));
    }

    @Test
    void otherSchemes_areRefused() {
        assertThatExceptionOfType(Problem.class)
                .isThrownBy(() -> EngineAddress.find(Map.of("DOCKER_HOST", "ssh://somewhere"), home))
                .withMessageContaining("only unix:// and tcp://");
    }

    private void context(String name, String host) throws Exception {
        Path meta = home.resolve(".docker/contexts/meta/" + Digest.of(name).hex() + "/meta.json");
        Files.createDirectories(meta.getParent());
        Files.writeString(meta, "{\"Name\":\"" + name + "\",\"Endpoints\":{\"docker\":{\"Host\":\"" + host + "\"}}}");
        Files.writeString(home.resolve(".docker/config.json"), "{\"currentContext\":\"" + name + "\"}");
    }
}
