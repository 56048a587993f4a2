package dev.slipway.server.invocation;

import dev.slipway.kernel.process.ProcessTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leaves a daemon behind for the next command, where the {@code slipway} script says that one is wanted. */
public final class DaemonStart {

    /** Set to {@link #WANTED} by the script when none answers and one may be started. */
    private static final String VARIABLE = "SLIPWAY_DAEMON";

    private static final String WANTED = "start";
    private static final Logger LOG = LoggerFactory.getLogger(DaemonStart.class);

    private DaemonStart() {}

    /** To be called when the command's own work is done. */
    public static void afterwards(Map<String, String> environment) {
        if (!WANTED.equals(environment.get(VARIABLE))) {
            return;
        }
        ProcessBuilder daemon = new ProcessBuilder(
                        Path.of(System.getProperty("slipway.root", "."), "slipway")
                                .toString(),
                        "daemon",
                        "serve")
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        daemon.environment().remove(VARIABLE);
        try {
            ProcessTree.start(daemon);
        } catch (IOException e) {
            LOG.debug("no daemon can be started, the next command starts as this one did: {}", e.toString());
        }
    }
}
