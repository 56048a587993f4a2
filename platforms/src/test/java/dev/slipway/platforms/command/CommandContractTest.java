package dev.slipway.platforms.command;

import dev.slipway.delivery.instance.InstanceSpec;
import dev.slipway.delivery.instance.InstanceStatus;
import dev.slipway.platforms.PlatformContract;
import dev.slipway.platforms.process.ArtifactSource;
import dev.slipway.platforms.process.InstancePlatform;
import dev.slipway.platforms.process.ProcessOptions;
import dev.slipway.platforms.process.SecretSeal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/** What a user's commands bring to a target is an instance like all others. */
class CommandContractTest extends PlatformContract {

    @Override
    protected InstancePlatform open(Path home, ArtifactSource source, SecretSeal seal, ProcessOptions options) {
        return new CommandPlatform(home, source, seal, InstantSource.system(), options, _ -> {});
    }

    @Override
    protected Map<String, String> content() {
        return Cloud.CONTENT;
    }

    private Cloud cloud() {
        return new Cloud(temp.resolve("cloud"));
    }

    @Override
    protected InstanceSpec serving(InstanceSpec plain) {
        return cloud().spec(plain, Cloud.CHECKED);
    }

    @Override
    protected InstanceSpec hopeless(InstanceSpec plain) {
        return cloud().spec(plain, Cloud.commands("no-such-program", "./check.sh"));
    }

    @Override
    protected void kill(InstanceStatus status) throws IOException {
        cloud().vanish(status.name());
    }
}
