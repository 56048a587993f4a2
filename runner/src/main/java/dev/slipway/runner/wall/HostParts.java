package dev.slipway.runner.wall;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** What this host must have before walls are tried. */
final class HostParts {

    private static final Path SELF = Path.of("/proc/self");

    private HostParts() {}

    /** Why this process cannot run others as accounts of their own; absent when it can. */
    static Optional<String> noAccounts() {
        if (!Files.isDirectory(SELF)) {
            return Optional.of("only Linux has them");
        }
        try {
            Object owner = Files.getAttribute(SELF, "unix:uid", LinkOption.NOFOLLOW_LINKS);
            return owner.equals(0) ? Optional.empty() : Optional.of("the server does not run as root");
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.of("the server's own account is not known: " + e.getMessage());
        }
    }
}
