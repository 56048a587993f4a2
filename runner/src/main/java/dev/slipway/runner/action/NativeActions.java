package dev.slipway.runner.action;

import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The actions that Slipway performs itself, whatever version a workflow names. */
public final class NativeActions {

    private static final Map<String, NativeAction> BY_NAME = Map.of(
            "actions/checkout", new CheckoutAction(),
            "actions/upload-artifact", new UploadArtifactAction(),
            "actions/download-artifact", new DownloadArtifactAction(),
            "actions/cache", new CacheAction(CacheAction.Part.RESTORE_AND_SAVE),
            "actions/cache/restore", new CacheAction(CacheAction.Part.RESTORE),
            "actions/cache/save", new CacheAction(CacheAction.Part.SAVE),
            "actions/setup-java", new SetupToolAction(Toolchain.JAVA),
            "actions/setup-node", new SetupToolAction(Toolchain.NODE),
            "actions/setup-python", new SetupToolAction(Toolchain.PYTHON));

    private NativeActions() {}

    /**
     * @param name without the ref, lower case, such as {@code actions/cache/restore}
     */
    public static Optional<NativeAction> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** All names, for documentation and messages. */
    public static SortedSet<String> names() {
        return new TreeSet<>(BY_NAME.keySet());
    }
}
