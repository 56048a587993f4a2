package dev.slipway.platforms.command;

import dev.slipway.delivery.instance.InstanceStatus;
import dev.slipway.platforms.process.ArtifactSource;
import dev.slipway.platforms.process.Errands;
import dev.slipway.platforms.process.InstancePlatform;
import dev.slipway.platforms.process.ProcessOptions;
import dev.slipway.platforms.process.SecretSeal;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.Consumer;

/** Keeps instances running on targets that only the user's own commands know: a cloud, a cluster, another machine. */
public final class CommandPlatform extends InstancePlatform {

    /** The word in {@code slipway.yml}. */
    public static final String KIND = "command";

    /**
     * Opens the platform.
     *
     * @param home kept by this platform alone
     * @param options pauses and bounds; ports are taken but not used
     * @param listener told of every change of state; see {@link #onChange}
     * @throws dev.slipway.kernel.Problem of kind CONFLICT, code {@code instances-in-use}, when another platform holds the
     *     folder
     */
    public CommandPlatform(
            Path home,
            ArtifactSource artifacts,
            SecretSeal seal,
            InstantSource clock,
            ProcessOptions options,
            Consumer<InstanceStatus> listener) {
        super(
                KIND,
                home,
                seal,
                clock,
                options,
                listener,
                root -> new CommandHousing(Errands.in(root, artifacts, seal, options, clock), new TargetBook(root)));
    }
}
