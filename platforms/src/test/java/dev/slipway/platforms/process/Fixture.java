package dev.slipway.platforms.process;

import dev.slipway.delivery.config.ServiceConfig;
import dev.slipway.delivery.instance.InstanceSpec;
import dev.slipway.delivery.instance.InstanceState;
import dev.slipway.kernel.Digest;
import dev.slipway.platforms.FlippingSeal;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.awaitility.Awaitility;

/** A home, an archive of scripts, and specs that run them with short times. */
final class Fixture {

    static final String SERVER = """
            import http.server, os, sys
            print('secret is', os.environ.get('TOKEN'), flush=True)
            class H(http.server.BaseHTTPRequestHandler):
                def do_GET(self):
                    ok = not os.path.exists('sick')
                    self.send_response(200 if ok else 503); self.end_headers(); self.wfile.write(b'ok')
                def log_message(self, *a): pass
            http.server.HTTPServer(('127.0.0.1', int(os.environ['PORT'])), H).serve_forever()
            """;

    private static final ProcessOptions QUICK = ProcessOptions.standard()
            .with(new Backoff(Duration.ofMillis(50), Duration.ofMillis(200), Duration.ofSeconds(60)));

    private final Path root;
    private final Path archive;
    private final Digest digest;

    Fixture(Path root, Map<String, String> files) throws IOException {
        this.root = root;
        this.archive = root.resolve("artifact.zip");
        zip(archive, files);
        this.digest = Digest.of(archive);
    }

    static void zip(Path archive, Map<String, String> files) throws IOException {
        try (OutputStream out = Files.newOutputStream(archive);
                ZipArchiveOutputStream zip = new ZipArchiveOutputStream(out)) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                ZipArchiveEntry entry = new ZipArchiveEntry(file.getKey());
                entry.setUnixMode(file.getKey().endsWith(".link") ? 0120777 : 0100755);
                zip.putArchiveEntry(entry);
                zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeArchiveEntry();
            }
        }
    }

    Digest digest() {
        return digest;
    }

    Path home() {
        return root.resolve("home");
    }

    ProcessPlatform platform() {
        return platform(QUICK);
    }

    /** By another clock: it is later there than when the platform before was closed. */
    ProcessPlatform platform(InstantSource clock) {
        return platform(QUICK, clock);
    }

    ProcessPlatform platform(ProcessOptions options) {
        return platform(options, InstantSource.system());
    }

    private ProcessPlatform platform(ProcessOptions options, InstantSource clock) {
        return new ProcessPlatform(
                home(),
                wanted -> wanted.equals(digest) ? Optional.of(archive) : Optional.empty(),
                new FlippingSeal(),
                clock,
                options,
                _ -> {});
    }

    InstanceSpec spec(String name, List<String> command, Duration startTimeout) {
        return new InstanceSpec(
                name,
                "shop",
                "staging",
                "web",
                "rel-1",
                0,
                digest,
                command,
                Map.of(),
                Map.of("TOKEN", "hunter2-very-secret"),
                new ServiceConfig.HealthCheck(
                        "/health", Duration.ofMillis(50), Duration.ofSeconds(1), 2, 2, startTimeout),
                300,
                new ServiceConfig.Resources(OptionalLong.empty(), OptionalDouble.empty()));
    }

    /** The same, started anew when it is unhealthy for so long. */
    static InstanceSpec restarting(InstanceSpec spec, Duration restartAfter) {
        ServiceConfig.HealthCheck health = spec.health();
        return new InstanceSpec(
                spec.name(),
                spec.project(),
                spec.environment(),
                spec.service(),
                spec.release(),
                spec.ordinal(),
                spec.artifact(),
                spec.command(),
                spec.env(),
                spec.secrets(),
                new ServiceConfig.HealthCheck(
                        health.path(),
                        health.interval(),
                        health.timeout(),
                        health.healthyAfter(),
                        health.unhealthyAfter(),
                        health.startTimeout(),
                        Optional.of(restartAfter)),
                spec.stopGraceMillis(),
                spec.resources());
    }

    static void await(ProcessPlatform platform, String name, InstanceState state) {
        Awaitility.await(name + " is " + state)
                .atMost(Duration.ofSeconds(15))
                .pollInterval(Duration.ofMillis(20))
                .until(() ->
                        platform.instance(name).map(status -> status.state()).equals(Optional.of(state)));
    }

    static void awaitGone(ProcessPlatform platform, String name) {
        Awaitility.await(name + " is gone")
                .atMost(Duration.ofSeconds(15))
                .until(() -> platform.instance(name).isEmpty());
    }

    long pid(String name) throws IOException {
        Running running = new InstanceFolder(home().resolve("run").resolve(name).toRealPath(), new FlippingSeal())
                .load()
                .orElseThrow()
                .running();
        return running == null ? 0 : running.pid();
    }
}
