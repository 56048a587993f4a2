package dev.slipway.cli;

import dev.slipway.kernel.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Of who follows something: a server that is away for a while, because it is restarted, ends nothing. */
final class Patience {

    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Surroundings here;
    private final String words;
    private @Nullable Instant awaySince;

    /** @param words said once when the server is found away */
    Patience(Surroundings here, String words) {
        this.here = here;
        this.words = words;
    }

    /** Waits a moment; throws the problem where it says something else, or has lasted for too long. */
    void bear(Problem problem) {
        Instant now = here.clock().instant();
        Instant since = awaySince == null ? now : awaySince;
        if (problem.kind() != Problem.Kind.UNAVAILABLE || now.isAfter(since.plus(LONGEST))) {
            throw problem;
        }
        if (awaySince == null) {
            here.err().println(words);
        }
        awaySince = since;
        CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS))
                .join();
    }

    /** The server is there. */
    void answered() {
        awaySince = null;
    }
}
