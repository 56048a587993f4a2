package dev.slipway.platforms.container;

import dev.slipway.containers.Engine;
import dev.slipway.containers.NeedsEngine;
import dev.slipway.containers.TestEngine;
import dev.slipway.delivery.instance.InstanceSpec;
import dev.slipway.delivery.instance.InstanceStatus;
import dev.slipway.platforms.PlatformContract;
import dev.slipway.platforms.process.ArtifactSource;
import dev.slipway.platforms.process.InstancePlatform;
import dev.slipway.platforms.process.ProcessOptions;
import dev.slipway.platforms.process.SecretSeal;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Containers are instances like all others. */
@NeedsEngine
class ContainerContractTest extends PlatformContract {

    @Override
    protected InstancePlatform open(Path home, ArtifactSource source, SecretSeal seal, ProcessOptions options) {
        try (Engine engine = TestEngine.connect()) {
            TestEngine.image(engine);
        } catch (Exception e) {
            throw new IllegalStateException("the image of the tests cannot be made", e);
        }
        return new ContainerPlatform(home, TestEngine.access(), source, seal, InstantSource.system(), options, _ -> {});
    }

    @Override
    protected Map<String, String> content() {
        return Map.of("Dockerfile", "FROM " + TestEngine.IMAGE + "\nCOPY serve.sh /serve.sh\n", "serve.sh", """
                echo "secret is $TOKEN"
                mkdir -p /www && echo ok > /www/health
                trap 'exit 0' TERM
                httpd -f -p "$PORT" -h /www &
                wait
                """);
    }

    @Override
    protected InstanceSpec serving(InstanceSpec plain) {
        return running(plain, List.of("sh", "/serve.sh"));
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
                plain.resources(),
                ContainerPlatform.KIND,
                8080,
                Optional.empty());
    }

    @Override
    protected void kill(InstanceStatus status) throws Exception {
        try (Engine engine = TestEngine.connect()) {
            InstanceLabels labels = InstanceLabels.of(temp.resolve("home"));
            engine.containers()
                    .list(labels.all())
                    .forEach(found -> engine.containers().signal(found.id(), "KILL"));
        }
    }
}
