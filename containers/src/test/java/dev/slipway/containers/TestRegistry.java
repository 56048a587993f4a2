package dev.slipway.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.PushResponseItem;
import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientImpl;
import com.github.dockerjava.zerodep.ZerodepDockerHttpClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A real registry on the loopback that one user may push to and pull from. */
public final class TestRegistry implements AutoCloseable {

    public static final String USER = "eve";
    public static final String PASSWORD = "far-from-every-log-7";

    private static final String BCRYPT = "$2y$05$WMW4UBRkx0qMyl.5XbVne.DiPnO/ADyJy.XEji0XoZ0QFLtBY0vRu";
    private static final Pattern LISTENING = Pattern.compile("listening on (127\\.0\\.0\\.1:\\d+)");

    private final Process process;
    private final String address;
    private final Engine engine;
    private final List<String> names = new ArrayList<>();

    private TestRegistry(Process process, String address, Engine engine) {
        this.process = process;
        this.address = address;
        this.engine = engine;
    }

    /** What this host lacks for a registry. */
    public static Optional<String> lacking() {
        return program().isPresent()
                ? Optional.empty()
                : Optional.of("there is no registry on this host (Debian: docker-registry)");
    }

    /** @param folder an empty one, for what it keeps */
    public static TestRegistry start(Engine engine, Path folder) throws IOException {
        Path users = Files.writeString(folder.resolve("users"), USER + ":" + BCRYPT + "\n");
        Path config = Files.writeString(folder.resolve("registry.yml"), """
                version: 0.1
                storage: {filesystem: {rootdirectory: '%s'}}
                http: {addr: '127.0.0.1:0'}
                auth: {htpasswd: {realm: test, path: '%s'}}
                """.formatted(folder.resolve("data"), users));
        Process process = new ProcessBuilder(program().orElseThrow().toString(), "serve", config.toString())
                .redirectErrorStream(true)
                .start();
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        StringBuilder all = new StringBuilder();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            Matcher listening = LISTENING.matcher(line);
            if (listening.find()) {
                Thread.ofVirtual().start(() -> said.lines().forEach(_ -> {}));
                return new TestRegistry(process, listening.group(1), engine);
            }
            all.append(line).append('\n');
        }
        throw new IOException("the registry does not start: " + all);
    }

    /** Such as {@code 127.0.0.1:41235}. */
    public String address() {
        return address;
    }

    /**
     * Puts the image of {@link TestEngine#image} into the registry; the engine then has it by no name of the registry's.
     *
     * @param name such as {@code team/box}
     * @return the reference with the digest
     */
    public String push(String name, String tag) throws IOException, InterruptedException {
        String repository = address + "/" + name;
        engine.images().tag(TestEngine.image(engine), repository, tag);
        DefaultDockerClientConfig config = DefaultDockerClientConfig.createDefaultConfigBuilder()
                .withDockerHost(engine.address().uri().toString())
                .build();
        try (DockerClient client = DockerClientImpl.getInstance(
                config,
                new ZerodepDockerHttpClient.Builder()
                        .dockerHost(config.getDockerHost())
                        .build())) {
            client.pushImageCmd(repository)
                    .withTag(tag)
                    .withAuthConfig(new AuthConfig()
                            .withUsername(USER)
                            .withPassword(PASSWORD)
                            .withRegistryAddress(address))
                    .exec(new ResultCallback.Adapter<PushResponseItem>())
                    .awaitCompletion();
        }
        String byDigest = engine.images().find(repository + ":" + tag).orElseThrow().digests().stream()
                .filter(digest -> digest.startsWith(repository + "@"))
                .findFirst()
                .orElseThrow();
        names.addAll(List.of(repository + ":" + tag, byDigest));
        forget();
        return byDigest;
    }

    /** Takes the registry's names away from the engine, so that the next one who wants an image has to pull it. */
    public void forget() {
        names.forEach(engine.images()::remove);
    }

    /** The settings of a {@code docker} command that is logged in here. */
    public String settings(String password) {
        String pair = Base64.getEncoder().encodeToString((USER + ":" + password).getBytes(StandardCharsets.UTF_8));
        return "{\"auths\": {\"%s\": {\"auth\": \"%s\"}}}".formatted(address, pair);
    }

    @Override
    public void close() {
        forget();
        process.destroyForcibly().onExit().join();
    }

    private static Optional<Path> program() {
        return Stream.of("/usr/bin/docker-registry", "/usr/bin/registry", "/usr/local/bin/registry")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }
}
