package dev.slipway.edge;

import dev.slipway.edge.proxy.Limits;
import dev.slipway.kernel.Problem;
import io.netty.util.ResourceLeakDetector;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The process {@code slipway edge}. It ends with 0 after TERM, else with the exit code of the problem. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        withoutLeakSampling();
        Edge edge;
        try {
            edge = Edge.start(EdgeOptions.parse(withEnvironment(arguments)), Limits.DEFAULT, InstantSource.system());
        } catch (Problem e) {
            System.err.println("slipway edge: " + e.message());
            if (e.hint() != null) {
                System.err.println("  " + e.hint());
            }
            System.exit(e.kind().exitCode());
            return;
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(edge), "drain"));
        edge.awaitEnd();
    }

    /** An edge that the server starts has the server's environment, and no other arguments than the server's. */
    private static List<String> withEnvironment(String[] arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        String log = System.getenv("SLIPWAY_ACCESS_LOG");
        if (log != null && !log.isBlank() && !all.contains("--access-log")) {
            all.addAll(List.of("--access-log", log));
        }
        return all;
    }

    /** Netty records the stack of every 128th buffer to find leaks, at 2 % of the time; tests do that, users pay for it. */
    private static void withoutLeakSampling() {
        if (System.getProperty("io.netty.leakDetection.level") == null) {
            ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        }
    }

    /** A process ended by TERM reports 143; one that drained as asked ends with 0. */
    private static void end(Edge edge) {
        edge.close();
        Runtime.getRuntime().halt(0);
    }
}
