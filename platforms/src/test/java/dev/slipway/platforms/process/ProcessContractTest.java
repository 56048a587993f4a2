package dev.slipway.platforms.process;

import dev.slipway.delivery.instance.InstanceSpec;
import dev.slipway.delivery.instance.InstanceStatus;
import dev.slipway.platforms.FlippingSeal;
import dev.slipway.platforms.PlatformContract;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Processes are instances like all others. */
class ProcessContractTest extends PlatformContract {

    @Override
    protected InstancePlatform open(Path home, ArtifactSource source, SecretSeal seal, ProcessOptions options) {
        return new ProcessPlatform(home, source, seal, InstantSource.system(), options, _ -> {});
    }

    @Override
    protected Map<String, String> content() {
        return Map.of("server.py", Fixture.SERVER);
    }

    @Override
    protected InstanceSpec serving(InstanceSpec plain) {
        return running(plain, List.of("/usr/bin/python3", "server.py"));
    }

    @Override
    protected InstanceSpec hopeless(InstanceSpec plain) {
        return running(plain, List.of("no-such-program"));
    }

    private static InstanceSpec running(InstanceSpec plain, List<String> command) {
        return new InstanceSpec(
                plain.name(),
                plain.project(),
                plain.environment(),
                plain.service(),
                plain.release(),
                plain.ordinal(),
                plain.artifact(),
                command,
                plain.env(),
                plain.secrets(),
                plain.health(),
                plain.stopGraceMillis(),
                plain.resources());
    }

    @Override
    protected void kill(InstanceStatus status) throws IOException {
        Path folder = temp.resolve("home/run").resolve(status.name()).toRealPath();
        String nonce = new InstanceFolder(folder, new FlippingSeal())
                .load()
                .orElseThrow()
                .nonce();
        Nonce.carriers(nonce).forEach(ProcessHandle::destroyForcibly);
    }
}
