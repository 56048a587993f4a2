package dev.slipway.platforms.container;

import dev.slipway.containers.EngineAccess;
import dev.slipway.delivery.instance.InstanceStatus;
import dev.slipway.platforms.process.ArtifactSource;
import dev.slipway.platforms.process.ContentStore;
import dev.slipway.platforms.process.InstancePlatform;
import dev.slipway.platforms.process.ProcessOptions;
import dev.slipway.platforms.process.SecretSeal;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Consumer;

/** Keeps instances running as containers of this machine's engine. */
public final class ContainerPlatform extends InstancePlatform {

    /** The word in {@code slipway.yml}. */
    public static final String KIND = "container";

    /**
     * Opens the platform.
     *
     * @param home kept by this platform alone
     * @param engines asked at the first need
     * @param options ports, pauses and bounds; those of processes alone do not count
     * @param listener told of every change of state; see {@link #onChange}
     * @throws dev.slipway.kernel.Problem of kind CONFLICT, code {@code instances-in-use}, when another platform holds the
     *     folder
     */
    public ContainerPlatform(
            Path home,
            EngineAccess engines,
            ArtifactSource artifacts,
            SecretSeal seal,
            InstantSource clock,
            ProcessOptions options,
            Consumer<InstanceStatus> listener) {
        super(KIND, home, seal, clock, options, listener, root -> {
            ContentStore content = new ContentStore(root.resolve("content"), artifacts, options.unpack(), clock);
            return new ContainerHousing(engines, new InstanceImages(content), InstanceLabels.of(root), root, options);
        });
    }
}
