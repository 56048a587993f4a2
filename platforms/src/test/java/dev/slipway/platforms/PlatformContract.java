package dev.slipway.platforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.delivery.config.ServiceConfig;
import dev.slipway.delivery.instance.InstanceSpec;
import dev.slipway.delivery.instance.InstanceState;
import dev.slipway.delivery.instance.InstanceStatus;
import dev.slipway.delivery.port.OutputReader;
import dev.slipway.delivery.port.Platform.TaskResult;
import dev.slipway.kernel.Digest;
import dev.slipway.kernel.Problem;
import dev.slipway.platforms.process.ArtifactSource;
import dev.slipway.platforms.process.Backoff;
import dev.slipway.platforms.process.InstancePlatform;
import dev.slipway.platforms.process.ProcessOptions;
import dev.slipway.platforms.process.SecretSeal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the delivery engine relies on, whatever instances live in: every platform passes it. */
public abstract class PlatformContract {

    protected static final Duration LONG = Duration.ofSeconds(60);
    protected static final String SECRET = "hunter2-very-secret";
    private static final String NAME = "web-0";

    @TempDir
    protected Path temp;

    private final Queue<InstanceStatus> told = new ConcurrentLinkedQueue<>();
    private final Map<Digest, Path> artifacts = new HashMap<>();
    private InstancePlatform platform;
    private Digest artifact;

    /** Opens the platform over its home. */
    protected abstract InstancePlatform open(Path home, ArtifactSource source, SecretSeal seal, ProcessOptions options);

    /** An artifact that answers {@code /health} and writes {@code secret is $TOKEN}. */
    protected abstract Map<String, String> content();

    /** A spec that serves that artifact. */
    protected abstract InstanceSpec serving(InstanceSpec plain);

    /** A spec whose program is {@code no-such-program}. */
    protected abstract InstanceSpec hopeless(InstanceSpec plain);

    /** Ends the instance behind the platform's back. */
    protected abstract void kill(InstanceStatus status) throws Exception;

    @BeforeEach
    void openPlatform() throws Exception {
        artifact = artifact(content());
        platform = open();
    }

    @AfterEach
    void endAll() {
        platform.instances().forEach(status -> platform.stop(status.name()));
        Awaitility.await().atMost(LONG).until(() -> platform.instances().isEmpty());
        platform.close();
    }

    private InstancePlatform open() {
        InstancePlatform opened = open(
                temp.resolve("home"),
                wanted -> Optional.ofNullable(artifacts.get(wanted)),
                new FlippingSeal(),
                ProcessOptions.standard()
                        .with(new Backoff(Duration.ofMillis(50), Duration.ofMillis(200), Duration.ofSeconds(60))));
        opened.onChange(told::add);
        return opened;
    }

    private Digest artifact(Map<String, String> files) throws IOException {
        Path archive = Files.createTempFile(temp, "artifact", ".zip");
        try (OutputStream out = Files.newOutputStream(archive);
                ZipArchiveOutputStream zip = new ZipArchiveOutputStream(out)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                ZipArchiveEntry entry = new ZipArchiveEntry(file.getKey());
                entry.setUnixMode(0100755);
                zip.putArchiveEntry(entry);
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeArchiveEntry();
            }
        }
        Digest digest = Digest.of(archive);
        artifacts.put(digest, archive);
        return digest;
    }

    private InstanceSpec plain(String name, Digest content, Duration startTimeout) {
        return new InstanceSpec(
                name,
                "shop",
                "staging",
                "web",
                "shop-1",
                0,
                content,
                List.of(),
                Map.of("COLOUR", "green"),
                Map.of("TOKEN", SECRET),
                new ServiceConfig.HealthCheck(
                        "/health", Duration.ofMillis(50), Duration.ofSeconds(5), 2, 2, startTimeout),
                5000,
                new ServiceConfig.Resources(OptionalLong.empty(), OptionalDouble.empty()));
    }

    private InstanceSpec web() {
        return serving(plain(NAME, artifact, LONG));
    }

    private InstanceStatus now() {
        return platform.instance(NAME).orElseThrow();
    }

    private void await(InstanceState state) {
        Awaitility.await(NAME + " is " + state)
                .atMost(LONG)
                .until(() -> platform.instance(NAME).map(InstanceStatus::state), Optional.of(state)::equals);
    }

    @Test
    void ensure_twice_startsOneInstanceThatServesAtItsAddress() throws Exception {
        platform.ensure(web());
        platform.ensure(web());
        await(InstanceState.HEALTHY);

        assertThat(platform.instances()).hasSize(1);
        try (InputStream answer = URI.create("http://" + now().address().orElseThrow() + "/health")
                .toURL()
                .openStream()) {
            assertThat(answer.readAllBytes()).isNotEmpty();
        }
        Awaitility.await("the listener is told after the state is there")
                .atMost(LONG)
                .untilAsserted(() -> assertThat(told)
                        .extracting(InstanceStatus::state)
                        .contains(InstanceState.RUNNING, InstanceState.HEALTHY));
    }

    @Test
    void stop_endsTheInstance_andIsFineWithWhatIsNotThere() {
        platform.ensure(web());
        await(InstanceState.HEALTHY);
        String address = now().address().orElseThrow();

        platform.stop(NAME);
        platform.stop("nobody");

        Awaitility.await().atMost(LONG).until(() -> platform.instance(NAME).isEmpty());
        assertThatThrownBy(() ->
                        URI.create("http://" + address + "/health").toURL().openStream())
                .isInstanceOf(IOException.class);
    }

    @Test
    void otherContentUnderTheSameName_isRefused() {
        platform.ensure(web());

        assertThatThrownBy(() -> platform.ensure(web().withSecrets(Map.of("TOKEN", "another"))))
                .isInstanceOfSatisfying(Problem.class, e -> assertThat(e.code()).isEqualTo("instance-differs"));
    }

    @Test
    void nameThatIsNoFileName_isRefused() {
        assertThatThrownBy(() -> platform.ensure(serving(plain("../web", artifact, LONG))))
                .isInstanceOfSatisfying(Problem.class, e -> assertThat(e.code()).isEqualTo("bad-instance-name"));
    }

    @Test
    void artifactThatIsGone_isRefused() {
        assertThatThrownBy(() -> platform.ensure(serving(plain(NAME, Digest.of("other"), LONG))))
                .isInstanceOfSatisfying(Problem.class, e -> assertThat(e.code()).isEqualTo("artifact-missing"));
        assertThat(platform.instances()).isEmpty();
    }

    @Test
    void instanceThatCannotStart_failsAndSaysWhy() {
        platform.ensure(hopeless(plain(NAME, artifact, LONG)));
        await(InstanceState.FAILED);

        assertThat(now().detail()).contains("no-such-program");
    }

    @Test
    void instanceThatVanishes_isStartedAgain() throws Exception {
        platform.ensure(web());
        await(InstanceState.HEALTHY);

        kill(now());

        Awaitility.await().atMost(LONG).until(() -> now().restarts() == 1);
        await(InstanceState.HEALTHY);
    }

    @Test
    void newPlatform_findsTheInstanceWithoutStartingItAgain() {
        platform.ensure(web());
        await(InstanceState.HEALTHY);
        Optional<String> address = now().address();

        platform.close();
        platform = open();

        await(InstanceState.HEALTHY);
        assertThat(now().address()).isEqualTo(address);
        assertThat(now().restarts()).isZero();
    }

    @Test
    void follower_readsEachLineOnce_overLivesAndANewPlatform_untilTheInstanceHasEnded() throws Exception {
        platform.ensure(web());
        await(InstanceState.HEALTHY);
        List<String> lines = new ArrayList<>();
        OutputReader.Page page;
        try (OutputReader reader = platform.follow(NAME, Optional.empty(), 50)) {
            await(reader, lines, 1);
            kill(now());
            page = await(reader, lines, 2);
        }
        await(InstanceState.HEALTHY);

        platform.close();
        platform = open();
        await(InstanceState.HEALTHY);

        try (OutputReader reader = platform.follow(NAME, Optional.of(page.next()), 50)) {
            kill(now());
            await(reader, lines, 3);
            await(InstanceState.HEALTHY);
            platform.stop(NAME);
            Awaitility.await().atMost(LONG).until(() -> read(reader, lines).ended());
        }
        assertThat(lines).filteredOn("secret is ***"::equals).hasSize(3);
    }

    private static OutputReader.Page await(OutputReader reader, List<String> lines, int lives) {
        return Awaitility.await("life " + lives + " is heard of")
                .atMost(LONG)
                .until(
                        () -> read(reader, lines),
                        _ -> lines.stream().filter("secret is ***"::equals).count() >= lives);
    }

    private static OutputReader.Page read(OutputReader reader, List<String> into) throws InterruptedException {
        OutputReader.Page page = reader.read();
        into.addAll(page.lines());
        return page;
    }

    @Test
    void placeThatIsNone_isRefused() {
        platform.ensure(web());

        assertThatThrownBy(() -> platform.follow(NAME, Optional.of("here"), 50))
                .isInstanceOfSatisfying(Problem.class, e -> assertThat(e.code()).isEqualTo("bad-place"));
        assertThatThrownBy(() -> platform.follow("nobody", Optional.empty(), 50))
                .isInstanceOfSatisfying(Problem.class, e -> assertThat(e.code()).isEqualTo("instance-unknown"));
    }

    @Test
    void secret_isMaskedInOutputAndNotOnDisk() throws Exception {
        platform.ensure(web());
        await(InstanceState.HEALTHY);

        assertThat(platform.output(NAME, 50)).contains("secret is ***");
        assertThat(Files.readString(temp.resolve("home/run/" + NAME + "/instance.json")))
                .doesNotContain(SECRET);
        assertThat(Files.readString(temp.resolve("home/run/" + NAME + "/secrets"), StandardCharsets.ISO_8859_1))
                .doesNotContain(SECRET);
    }

    @Test
    void task_runsToItsEndWithMaskedOutput() throws InterruptedException {
        TaskResult result =
                platform.runTask(web(), List.of("sh", "-c", "echo token $TOKEN $COLOUR $SLIPWAY_RELEASE; exit 3"));

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.output()).isEqualTo("token *** green shop-1");
        assertThat(platform.instances()).isEmpty();
    }
}
